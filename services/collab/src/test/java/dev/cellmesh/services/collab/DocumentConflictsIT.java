package dev.cellmesh.services.collab;

import static dev.cellmesh.services.collab.Collab.tag;
import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.conflict.ContestedTypes;
import dev.cellmesh.runtime.service.Ids;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Is a person told of documents whose versions did not know of each other, by the cells that serve them? */
class DocumentConflictsIT {
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Test
    void documentsAreWhatPeopleDecideOn() {
        Ids ids = new Ids(InstantSource.system(), new Random(1));
        assertThat(ContestedTypes.of(new CollabService().operations(ids).values()))
                .containsExactly(Documents.DOCUMENT);
    }

    @Test
    void theCellAtHomeFilesTheConflictAndTakesItBackWhenSomebodyHasDecided() throws Exception {
        try (Collab collab = new Collab()) {
            String path = collab.create(ASIA);
            HttpResponse<String> known = collab.mesh().get(US, path);
            collab.holdUpBetween(US, EU, true);
            for (Region region : new Region[] {US, EU}) {
                assertThat(collab.put(region, path, "of " + region, tag(known)).statusCode())
                        .isEqualTo(200);
            }
            assertThat(collab.mesh().number("SELECT count(*) FROM conflict")).isZero();
            collab.holdUpReplication(false);

            await(collab, "status = 'open' AND home_region = 'us-east1' AND entity_type = 'document'");
            collab.put(ASIA, path, "of both", tag(collab.mesh().get(ASIA, path)));
            await(collab, "status = 'settled'");

            assertThat(collab.mesh().number("SELECT count(*) FROM conflict")).isEqualTo(1);
            assertThat(collab.mesh().number("SELECT count(*) FROM outbox WHERE event_type = 'conflict-found'"))
                    .isEqualTo(1);
            assertThat(collab.mesh().number("SELECT count(*) FROM outbox WHERE event_type = 'conflict-settled'"))
                    .isEqualTo(1);
        }
    }

    private static void await(Collab collab, String condition) throws Exception {
        long begun = System.nanoTime();
        while (collab.mesh().number("SELECT count(*) FROM conflict WHERE " + condition) == 0) {
            assertThat(System.nanoTime() - begun).as(condition).isLessThan(BOUND_NANOS);
            Thread.onSpinWait();
        }
    }
}
