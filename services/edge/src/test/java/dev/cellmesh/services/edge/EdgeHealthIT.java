package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.services.edge.health.CellState;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Cells that can be reached, and answer every probe, and yet are not well. */
class EdgeHealthIT extends EdgeFixture {
    /** Far beyond what this machine's own pauses take from three cells in turn. */
    private static final int LATE_MILLIS = 150;

    private void start() {
        routes = routes(1, TenantStatus.ACTIVE, 1, 2, 3);
        startEdge();
    }

    private int count(CellState state) {
        return (int) meters.get("cellmesh.edge.cells")
                .tag("cell.region", US.name())
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .gauge()
                .value();
    }

    private double trips(String cause) {
        var counter =
                meters.find("cellmesh.edge.cells.ejections").tag("cause", cause).counter();
        return counter == null ? 0 : counter.count();
    }

    private void askUntil(BooleanSupplier condition) {
        await(() -> {
            ask(get());
            return condition.getAsBoolean();
        });
    }

    /** What is told apart by its time needs others to be told apart from. */
    private void askUntilLatenciesAreKnown() {
        for (int i = 0; i < 150; i++) {
            assertThat(ask(get()).status()).isEqualTo(200);
        }
    }

    private void answerLate(HttpServerRequest request) {
        others.setTimer(LATE_MILLIS, id -> request.response().end("late"));
    }

    private void assertNothingGoesToTheFirstCell() {
        int before = cell(1).requests();
        for (int i = 0; i < 30; i++) {
            assertThat(ask(get()).status()).isEqualTo(200);
        }
        assertThat(cell(1).requests()).isEqualTo(before);
    }

    @Test
    void aSlowCellIsDrainedAndComesBackWhenItIsWell() {
        start();
        askUntilLatenciesAreKnown();
        cell(1).answers(this::answerLate);
        askUntil(() -> count(CellState.EJECTED) == 1);
        assertThat(trips("latency")).isEqualTo(1);
        assertNothingGoesToTheFirstCell();
        cell(1).answers(request -> request.response().end("well"));
        askUntil(() -> count(CellState.RECOVERING) == 1);
        askUntil(() -> ask(get()).text().equals("well"));
    }

    @Test
    void aCellThatTakesRequestsAndNeverAnswersIsDrained() {
        start();
        askUntilLatenciesAreKnown();
        cell(1).answers(request -> {});
        await(() -> {
            ask(get("X-Request-Deadline: " + LATE_MILLIS));
            return count(CellState.EJECTED) == 1;
        });
        assertNothingGoesToTheFirstCell();
    }

    @Test
    void aCellThatFailsAlwaysIsBroken() {
        start();
        cell(1).answersProblem(500, "internal");
        askUntil(() -> count(CellState.BROKEN) == 1);
        assertThat(trips("failures")).isEqualTo(1);
        assertNothingGoesToTheFirstCell();
    }

    @Test
    void aCellThatAloneHasLostWhatIsBehindItIsEjected() {
        start();
        cell(1).answersProblem(503, "region-unavailable");
        askUntil(() -> count(CellState.EJECTED) == 1);
        assertThat(trips("errors")).isEqualTo(1);
        assertNothingGoesToTheFirstCell();
    }

    @Test
    void aCellThatStopsGetsNothingUntilAProbeFindsItServing() {
        start();
        cell(1).answersProblem(503, "draining");
        cell(1).answersProbes(503);
        askUntil(() -> count(CellState.UNREACHABLE) == 1);
        await(() -> cell(1).probes() >= 2);
        assertThat(count(CellState.UNREACHABLE)).isEqualTo(1);
        assertNothingGoesToTheFirstCell();
        cell(1).answers(request -> request.response().end("well"));
        cell(1).answersProbes(404);
        await(() -> count(CellState.UNREACHABLE) == 0);
        askUntil(() -> ask(get()).text().equals("well"));
    }

    @Test
    void aWholeRegionThatFailsIsTriedAllTheSame() {
        start();
        cells.values().forEach(cell -> cell.answersProblem(500, "internal"));
        askUntil(() -> count(CellState.BROKEN) == 3);
        assertThat(ask(get()).status()).isEqualTo(500);
        assertThat(meters.get("cellmesh.edge.cells.panics").counter().count()).isPositive();
    }

    @Test
    void overloadAndTheClientsOwnFaultsAreNoFaultsOfTheCell() {
        start();
        askUntilLatenciesAreKnown();
        cell(1).answersProblem(503, "overloaded");
        cell(2).answersProblem(422, "insufficient-funds");
        for (int i = 0; i < 200; i++) {
            ask(get());
        }
        assertThat(count(CellState.HEALTHY)).isEqualTo(3);
        assertThat(cell(1).requests()).isGreaterThan(60);
    }

    @Test
    void withoutEjectionASlowCellKeepsItsShare() {
        weaknesses = Set.of(Weakness.OUTLIER_EJECTION);
        start();
        askUntilLatenciesAreKnown();
        cell(1).answers(this::answerLate);
        int before = cell(1).requests();
        askUntil(() -> cell(1).requests() == before + 20);
        assertThat(count(CellState.HEALTHY)).isEqualTo(3);
    }
}
