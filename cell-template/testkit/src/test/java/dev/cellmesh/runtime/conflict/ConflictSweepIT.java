package dev.cellmesh.runtime.conflict;

import static dev.cellmesh.runtime.conflict.SweptRegions.ACME;
import static dev.cellmesh.runtime.conflict.SweptRegions.ASIA;
import static dev.cellmesh.runtime.conflict.SweptRegions.EU;
import static dev.cellmesh.runtime.conflict.SweptRegions.FIRST;
import static dev.cellmesh.runtime.conflict.SweptRegions.NOW;
import static dev.cellmesh.runtime.conflict.SweptRegions.SECOND;
import static dev.cellmesh.runtime.conflict.SweptRegions.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.conflict.ConflictSweep.Swept;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Are conflicts found, once each, whatever order the rows come in? */
class ConflictSweepIT {
    private static final Swept NOTHING = new Swept(0, 0, true);
    private static final String STATUSES = "SELECT status FROM conflict ORDER BY found_at, conflict_id";
    private static final String EVENTS = "SELECT event_type FROM outbox ORDER BY event_type";

    private static SweptRegions regions;

    @BeforeAll
    static void start() throws Exception {
        regions = new SweptRegions();
    }

    @AfterAll
    static void stop() throws Exception {
        regions.close();
    }

    @BeforeEach
    void reset() throws Exception {
        regions.reset();
    }

    @Test
    void twoVersionsThatDidNotKnowOfEachOtherAreOneConflictHoweverOftenItIsFound() throws Exception {
        ConflictSweep sweep = regions.of(FIRST);
        assertThat(regions.sweep(sweep)).isEqualTo(NOTHING);
        writeBoth("d1");

        assertThat(regions.sweep(sweep)).isEqualTo(new Swept(1, 0, true));
        assertThat(regions.sweep(sweep)).isEqualTo(NOTHING);
        assertThat(regions.sweep(regions.of(FIRST))).as("after a restart").isEqualTo(NOTHING);

        assertThat(regions.column(STATUSES)).containsExactly("open");
        assertThat(regions.column(EVENTS)).containsExactly("conflict-found");
        assertThat(regions.column("SELECT entity_id FROM conflict")).containsExactly("d1");
        assertThat(regions.column("SELECT vectors::TEXT FROM conflict"))
                .containsExactly("[\"europe-west1:1\", \"us-east1:1\"]");
        assertThat(sweep.open()).isEqualTo(1);
    }

    @Test
    void whatWasThereBeforeTheStartIsFound() throws Exception {
        writeBoth("d1");
        assertThat(regions.sweep(regions.of(FIRST))).isEqualTo(new Swept(1, 0, true));
    }

    @Test
    void rowsThatCameHoursLateAreFoundByTheirRegionsOwnTime() throws Exception {
        ConflictSweep sweep = regions.of(FIRST);
        regions.write(US, ACME, "d1", Map.of(US, 1L), NOW);
        regions.write(EU, ACME, "other", Map.of(EU, 1L), NOW.minusSeconds(10_000));
        assertThat(regions.sweep(sweep)).isEqualTo(NOTHING);

        regions.write(EU, ACME, "d1", Map.of(EU, 1L), NOW.minusSeconds(9_000));
        assertThat(regions.sweep(sweep)).isEqualTo(new Swept(1, 0, true));
    }

    @Test
    void aVersionThatKnowsTheOtherOneIsNoConflict() throws Exception {
        regions.write(US, ACME, "d1", Map.of(US, 1L), NOW);
        regions.write(EU, ACME, "d1", Map.of(US, 1L, EU, 1L), NOW);
        assertThat(regions.sweep(regions.of(FIRST))).isEqualTo(NOTHING);
        assertThat(regions.column(STATUSES)).isEmpty();
    }

    @Test
    void settlesByItselfWhenALaterWriteKnowsAllVersions() throws Exception {
        ConflictSweep sweep = regions.of(FIRST);
        writeBoth("d1");
        regions.sweep(sweep);

        regions.write(ASIA, ACME, "d1", Map.of(US, 1L, EU, 1L, ASIA, 1L), NOW);
        assertThat(regions.sweep(sweep)).isEqualTo(new Swept(0, 1, true));
        assertThat(regions.sweep(sweep)).isEqualTo(NOTHING);

        assertThat(regions.column(STATUSES)).containsExactly("settled");
        assertThat(regions.column(EVENTS)).containsExactly("conflict-found", "conflict-settled");
        assertThat(sweep.open()).isZero();
    }

    @Test
    void aThirdVersionMakesAnotherConflictOfTheFirst() throws Exception {
        ConflictSweep sweep = regions.of(FIRST);
        writeBoth("d1");
        regions.sweep(sweep);
        regions.write(ASIA, ACME, "d1", Map.of(ASIA, 1L), NOW);

        assertThat(regions.sweep(sweep)).isEqualTo(new Swept(1, 1, true));
        assertThat(regions.column("SELECT status FROM conflict ORDER BY jsonb_array_length(vectors)"))
                .containsExactly("settled", "open");
    }

    /** A copy that has fallen behind, such as after a failover, must not make a conflict look settled. */
    @Test
    void staysOpenWhereNotAllOfItsVersionsAreSeen() throws Exception {
        ConflictSweep sweep = regions.of(FIRST);
        writeBoth("d1");
        regions.sweep(sweep);
        regions.execute("DELETE FROM regional_state WHERE home_region = 'europe-west1'");

        assertThat(regions.sweep(sweep)).isEqualTo(NOTHING);
        assertThat(regions.column(STATUSES)).containsExactly("open");
    }

    @Test
    void eachOfTheTenantsCellsAtHomeLooksAndTheFirstOneFiles() throws Exception {
        writeBoth("d1");
        assertThat(regions.sweep(regions.of(SECOND))).isEqualTo(new Swept(1, 0, true));
        assertThat(regions.sweep(regions.of(FIRST))).isEqualTo(NOTHING);
        assertThat(regions.column(STATUSES)).containsExactly("open");
        assertThat(regions.column(EVENTS)).containsExactly("conflict-found");
    }

    @Test
    void cellsOfOtherRegionsDoNotLook() throws Exception {
        writeBoth("d1");
        assertThat(regions.sweep(regions.of(new CellId(EU, 1)))).isEqualTo(NOTHING);
        assertThat(regions.column(STATUSES)).isEmpty();
    }

    @Test
    void tenantsOfOthersAreLeftAlone() throws Exception {
        TenantId other = new TenantId("bolt");
        regions.write(US, other, "d1", Map.of(US, 1L), NOW);
        regions.write(EU, other, "d1", Map.of(EU, 1L), NOW);
        assertThat(regions.sweep(regions.of(FIRST))).isEqualTo(NOTHING);
        assertThat(regions.column(STATUSES)).isEmpty();
    }

    @Test
    void aCellThatWasFencedFilesNothingAndComesBackToIt() throws Exception {
        ConflictSweep sweep = regions.of(FIRST);
        writeBoth("d1");
        regions.believeIn(2);
        assertThat(regions.sweep(sweep)).isEqualTo(new Swept(0, 0, false));
        assertThat(regions.column(STATUSES)).isEmpty();

        regions.believeIn(1);
        assertThat(regions.sweep(sweep)).isEqualTo(new Swept(1, 0, true));
    }

    @Test
    void aCrowdTakesSeveralLooks() throws Exception {
        int many = (int) Backlog.PAGE * ConflictSweep.PAGES_MAX;
        regions.execute("INSERT INTO regional_state SELECT 'us-east1', 'acme', 'document', 'x' || n,"
                + " '{\"siblings\":[{\"vector\":\"us-east1:1\",\"value\":{},\"writtenAt\":\"0000000003e80002\","
                + "\"region\":\"us-east1\"}]}', 1, '2026-11-21T11:00:00Z', '2026-11-21T11:00:00Z'"
                + " FROM generate_series(1, " + many + ") AS n");
        writeBoth("y");
        ConflictSweep sweep = regions.of(FIRST);
        int found = 0;
        boolean complete = false;
        for (int looks = 0; looks < 10 && !complete; looks++) {
            Swept swept = regions.sweep(sweep);
            found += swept.found();
            complete = swept.complete();
        }
        assertThat(found).isEqualTo(1);
        assertThat(complete).isTrue();
    }

    @Test
    void aRowThatCannotBeReadHidesNoOther() throws Exception {
        regions.execute("INSERT INTO regional_state VALUES ('us-east1', 'acme', 'document', 'a', '{}', 1, '%s', '%s')"
                .formatted(NOW, NOW));
        writeBoth("d1");
        assertThat(regions.sweep(regions.of(FIRST))).isEqualTo(new Swept(1, 0, true));
        assertThat(regions.column("SELECT entity_id FROM conflict")).isEqualTo(List.of("d1"));
    }

    private static void writeBoth(String entity) throws Exception {
        regions.write(US, ACME, entity, Map.of(US, 1L), NOW);
        regions.write(EU, ACME, entity, Map.of(EU, 1L), NOW);
    }
}
