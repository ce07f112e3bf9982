package dev.cellmesh.services.controlplane.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.signal.Disagreement;
import dev.cellmesh.model.signal.HealthState;
import dev.cellmesh.model.signal.HealthThresholds;
import dev.cellmesh.model.signal.Reason;
import dev.cellmesh.model.signal.ReplicaLag;
import dev.cellmesh.model.signal.Traffic;
import dev.cellmesh.runtime.signal.CellSelf;
import dev.cellmesh.runtime.signal.CellSight;
import dev.cellmesh.runtime.signal.SignalReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What follows when edges and cells say different things, or nothing? */
class SignalBoardTest {
    private static final Region US = new Region("us-east1");
    private static final Region EU = new Region("europe-west1");
    private static final CellId US1 = new CellId(US, 1);
    private static final CellId US2 = new CellId(US, 2);
    private static final CellId EU1 = new CellId(EU, 1);
    private static final Traffic WELL = new Traffic(1_000, 0, 0, 0, 20);
    private static final Traffic FAILING = new Traffic(1_000, 900, 0, 0, 20);

    private long nowNanos;
    private final SignalBoard board = new SignalBoard(() -> nowNanos, List.of(US, EU), List.of(US1, US2, EU1));

    private void cell(CellId id, HealthState state, long lagMillis) {
        Region source = id.region().equals(US) ? EU : US;
        board.told(SignalReport.ofCell(
                id.toString(),
                id.region(),
                new CellSelf(
                        state,
                        state == HealthState.HEALTHY ? Set.of() : Set.of(Reason.ERRORS),
                        Traffic.NONE,
                        0,
                        10,
                        true,
                        List.of(new ReplicaLag(source, id.region(), OptionalLong.of(lagMillis))))));
    }

    private void edge(Region region, Map<Region, Traffic> regions, CellSight... cells) {
        board.told(SignalReport.ofEdge(region + "-edge", region, regions, List.of(cells), Map.of()));
    }

    private static CellSight sight(CellId cell, HealthState state) {
        return new CellSight(cell, state, 100, 0, 20);
    }

    private void allWell() {
        List.of(US1, US2, EU1).forEach(id -> cell(id, HealthState.HEALTHY, 10));
        edge(US, Map.of(US, WELL, EU, WELL), sight(US1, HealthState.HEALTHY));
        edge(EU, Map.of(US, WELL, EU, WELL), sight(US1, HealthState.HEALTHY));
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            board.look();
        }
    }

    private HealthState state(Region region) {
        return board.standing(region).state();
    }

    private Disagreement disagreement(CellId id) {
        return board.now().cells().stream()
                .filter(cell -> cell.id().equals(id))
                .findFirst()
                .orElseThrow()
                .disagreement();
    }

    @Test
    void nobodyToldAnything() {
        looks(1);
        assertThat(state(US)).isEqualTo(HealthState.UNKNOWN);
        assertThat(board.standing(US).reasons()).containsExactly(Reason.SILENCE);
    }

    @Test
    void allIsWell() {
        allWell();
        looks(1);
        assertThat(state(US)).isEqualTo(HealthState.HEALTHY);
        assertThat(state(EU)).isEqualTo(HealthState.HEALTHY);
        assertThat(disagreement(US1)).isEqualTo(Disagreement.NONE);
    }

    @Test
    void aRegionWithoutTrafficIsHealthyByWhatItsCellsTell() {
        cell(EU1, HealthState.HEALTHY, 10);
        looks(1);
        assertThat(state(EU)).isEqualTo(HealthState.HEALTHY);
        assertThat(state(US)).isEqualTo(HealthState.UNKNOWN);
    }

    @Test
    void aGrayCellIsADisagreement() {
        allWell();
        edge(US, Map.of(), sight(US1, HealthState.DEGRADED));
        edge(EU, Map.of(), sight(US1, HealthState.DEGRADED));
        assertThat(disagreement(US1)).isEqualTo(Disagreement.EDGES_SEE_WORSE);
        edge(EU, Map.of(), sight(US1, HealthState.HEALTHY));
        edge(US, Map.of(), sight(US1, HealthState.UNHEALTHY));
        assertThat(disagreement(US1)).isEqualTo(Disagreement.EDGES_DIFFER);
    }

    @Test
    void aDeadRegionIsUnhealthyAndTheOthersAreNot() {
        allWell();
        looks(1);
        nowNanos += Duration.ofSeconds(SignalBoard.SILENT_SECONDS + 1).toNanos();
        cell(US1, HealthState.HEALTHY, 60_000);
        edge(US, Map.of(US, WELL, EU, FAILING), sight(EU1, HealthState.UNHEALTHY));
        looks(HealthThresholds.DEFAULT.worseAfter());
        assertThat(state(EU)).isEqualTo(HealthState.UNHEALTHY);
        assertThat(board.standing(EU).reasons())
                .containsExactlyInAnyOrder(Reason.UNREACHABLE, Reason.ERRORS, Reason.REPLICATION_LAG);
        assertThat(state(US)).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void aDeadRegionThatNobodySendsToIsUnhealthyByWhatEdgesReach() {
        edge(US, Map.of(), sight(EU1, HealthState.UNHEALTHY));
        looks(1);
        assertThat(state(EU)).isEqualTo(HealthState.UNHEALTHY);
        assertThat(board.standing(EU).reasons()).containsExactly(Reason.UNREACHABLE);
    }

    @Test
    void aCellThatReportsIsNotOutWhateverTheEdgesSay() {
        cell(EU1, HealthState.HEALTHY, 10);
        edge(US, Map.of(), sight(EU1, HealthState.UNHEALTHY));
        looks(1);
        assertThat(state(EU)).isEqualTo(HealthState.HEALTHY);
        assertThat(disagreement(EU1)).isEqualTo(Disagreement.EDGES_SEE_WORSE);
    }

    @Test
    void silenceBecomesUnknown() {
        allWell();
        looks(1);
        nowNanos += Duration.ofSeconds(SignalBoard.SILENT_SECONDS + 1).toNanos();
        looks(1);
        assertThat(state(US)).isEqualTo(HealthState.UNKNOWN);
        assertThat(board.ages()).isEmpty();
        edge(US, Map.of(), sight(US1, HealthState.HEALTHY));
        assertThat(disagreement(US1)).isEqualTo(Disagreement.CELL_IS_SILENT);
    }

    @Test
    void itTakesReportsOfSoManyNodesAndNoMore() {
        for (int i = 0; i < SignalBoard.NODES_MAX; i++) {
            assertThat(board.told(SignalReport.ofEdge("e" + i, US, Map.of(), List.of(), Map.of())))
                    .isTrue();
        }
        assertThat(board.told(SignalReport.ofEdge("one-more", US, Map.of(), List.of(), Map.of())))
                .isFalse();
        assertThat(board.told(SignalReport.ofEdge("e0", US, Map.of(), List.of(), Map.of())))
                .isTrue();
    }

    @Test
    void prometheusGetsStatesAndCounts() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SignalMeters meters = new SignalMeters(board, List.of(US, EU), registry);
        allWell();
        edge(US, Map.of(), sight(US2, HealthState.DEGRADED));
        looks(1);
        meters.update();
        assertThat(registry.get("cellmesh.region.state")
                        .tags("seen", "us-east1", "state", "healthy")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("cellmesh.region.state")
                        .tags("seen", "us-east1", "state", "unknown")
                        .gauge()
                        .value())
                .isZero();
        assertThat(registry.get("cellmesh.cells.disagreeing")
                        .tags("cell.region", "us-east1", "kind", "edges-see-worse")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("cellmesh.signals.nodes").gauge().value()).isEqualTo(5);
    }
}
