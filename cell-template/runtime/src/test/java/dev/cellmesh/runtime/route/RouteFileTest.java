package dev.cellmesh.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFileTest {
    private static final Region US = new Region("us-east1");
    private static final TenantId ACME = new TenantId("acme");
    private static final RouteSnapshot SNAPSHOT = new RouteSnapshot(
            7,
            Map.of(RingId.of(US), 3L),
            Map.of(ACME, new TenantRoute(ACME, US, TenantStatus.ACTIVE, Map.of(US, List.of(new CellId(US, 1))))));

    @TempDir
    Path folder;

    private RouteFile file;
    private Path path;

    @BeforeEach
    void make() {
        file = new RouteFile(folder.resolve("state"));
        path = folder.resolve("state").resolve(RouteFile.NAME);
    }

    @Test
    void nothingIsKeptAtFirst() throws IOException {
        assertThat(file.load()).isEmpty();
    }

    @Test
    void theLastOneIsKept() throws IOException {
        file.save(new RouteSnapshot(6, Map.of(), Map.of()));
        file.save(SNAPSHOT);
        assertThat(file.load()).contains(SNAPSHOT);
        try (var files = Files.list(folder.resolve("state"))) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        file.save(SNAPSHOT);
        byte[] whole = Files.readAllBytes(path);
        // The last byte is the newline, which carries nothing.
        for (int length = 0; length < whole.length - 1; length++) {
            Files.write(path, java.util.Arrays.copyOf(whole, length));
            assertThatIOException().as("%d bytes", length).isThrownBy(file::load);
        }
    }

    @Test
    void noFlippedBitChangesARoute() throws IOException {
        file.save(SNAPSHOT);
        byte[] whole = Files.readAllBytes(path);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(path, flipped);
            try {
                assertThat(file.load()).contains(SNAPSHOT);
            } catch (IOException noticed) {
                assertThat(noticed).isNotNull();
            }
        }
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        file.save(SNAPSHOT);
        try (var sparse = new java.io.RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(RouteClient.SNAPSHOT_BYTES_MAX + 1);
        }
        assertThatIOException().isThrownBy(file::load);
    }

    @Test
    void aWriteThatBrokeOffLeavesTheOldOne() throws IOException {
        file.save(SNAPSHOT);
        Files.writeString(folder.resolve("state").resolve(RouteFile.NAME + ".unfinished"), "{\"sha2");
        assertThat(file.load()).contains(SNAPSHOT);
    }
}
