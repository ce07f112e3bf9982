package dev.cellmesh.testkit.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.consistency.PublishedProfiles;
import dev.cellmesh.runtime.service.CellService;
import dev.cellmesh.runtime.service.Ids;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Does a service's README say what its code promises? To be inherited as {@code ReadmeTest}; with {@code -Dreadme.write} it writes
 * the table instead.
 */
public abstract class ProfileTableContract {
    /** What to do when it fails. */
    private static final String REMEDY = "README.md is stale; this writes the tables of all services:\n"
            + "mvn -q test -Dtest=ReadmeTest -Dsurefire.failIfNoSpecifiedTests=false -Dreadme.write";

    private static final Path README = Path.of(System.getProperty("basedir", "."), "README.md");

    private final CellService service;

    protected ProfileTableContract(CellService service) {
        this.service = service;
    }

    @Test
    void theReadmeShowsWhatTheCodePromises() throws IOException {
        String readme = Files.readString(README);
        Optional<String> right = ProfileTable.within(readme, ProfileTable.of(profiles()));
        assertThat(right)
                .as("%s has the markers %s and %s once each", README, ProfileTable.BEGIN, ProfileTable.END)
                .isPresent();
        if (System.getProperty("readme.write") != null) {
            Files.writeString(README, right.get());
        } else {
            assertThat(readme).as(REMEDY).isEqualTo(right.get());
        }
    }

    private PublishedProfiles profiles() {
        Vertx vertx = Vertx.vertx();
        try {
            OpenAPIContract contract =
                    OpenAPIContract.from(vertx, service.openApi()).await();
            return PublishedProfiles.of(
                    service.name(), contract, service.operations(new Ids(InstantSource.system(), new Random(1))));
        } finally {
            vertx.close().await();
        }
    }
}
