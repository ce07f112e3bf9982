package dev.cellmesh.services.catalog;

import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.token.WriteTokenCodec;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.Future;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Does the bound of a product hold, whatever a request asks for? */
class ProductLevelsIT {
    private static final Queue<Read> READS = new ConcurrentLinkedQueue<>();

    private static CatalogFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CatalogFixture(Recorded::new);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    private static Read readOf(String level, Region seen) throws Exception {
        String token = new WriteTokenCodec("a secret of the mesh")
                .encode(TENANT, Seen.of(new WalPosition(RingId.of(seen), 1, 1)));
        String product = fixture.newProduct();
        READS.clear();
        assertThat(fixture.mesh
                        .send(fixture.mesh
                                .request(EU, product)
                                .header("X-Consistency-Level", level)
                                .header("X-Last-Write-Timestamp", token))
                        .statusCode())
                .isEqualTo(200);
        return READS.stream()
                .filter(read -> read.ring().equals(RingId.of(ThreeRegions.US)))
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    @Test
    void aSessionThatHasSeenOtherRingsGetsTheBound() throws Exception {
        assertThat(readOf("session", EU).level()).isEqualTo(new ReadLevel.Bounded(CatalogProfiles.STALENESS_MAX));
    }

    @Test
    void whatHasBeenSeenIsDemandedBesidesTheBound() throws Exception {
        Read session = readOf("session", ThreeRegions.US);
        assertThat(session.level()).isInstanceOf(ReadLevel.Session.class);
        assertThat(session.ageMax()).contains(CatalogProfiles.STALENESS_MAX);
        for (Region seen : ThreeRegions.ALL) {
            Read causal = readOf("causal", seen);
            assertThat(causal.level()).isInstanceOf(ReadLevel.Causal.class);
            assertThat(causal.ageMax()).contains(CatalogProfiles.STALENESS_MAX);
        }
    }

    /** Otherwise a cache answers who asks for a strong answer with what it kept of a weaker one. */
    @Test
    void whatIsKeptIsForThoseWhoAskForTheSame() throws Exception {
        var headers = fixture.mesh.get(EU, fixture.newProduct()).headers();
        assertThat(headers.firstValue("Cache-Control")).isPresent();
        assertThat(headers.firstValue("Vary")).contains("Authorization, X-Consistency-Level, X-Last-Write-Timestamp");
    }

    private record Recorded(RegionalDatabase database) implements RegionalDatabase {
        @Override
        public Future<ReadOutcome> read(Read read) {
            READS.add(read);
            return database.read(read);
        }

        @Override
        public Future<WriteOutcome> write(Write write) {
            return database.write(write);
        }

        @Override
        public Future<Boolean> isReady() {
            return database.isReady();
        }

        @Override
        public Future<Void> close() {
            return database.close();
        }
    }
}
