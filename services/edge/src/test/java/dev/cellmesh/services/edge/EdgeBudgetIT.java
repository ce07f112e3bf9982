package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.Weakness;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much more do cells get than clients send, when a region does not answer? */
class EdgeBudgetIT extends EdgeFixture {
    private static final int REQUESTS = 100;

    private int atCellsThatLoseAll() {
        startEdge();
        cells.values()
                .forEach(cell -> cell.answers(request -> request.connection().close()));
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(ask(get()).problem()).isEqualTo("region-unavailable");
        }
        return requestsAtCells();
    }

    @Test
    void aTenthIsSentAgain() {
        // The window of ten seconds may end amid them, with three of its own for nothing.
        assertThat(atCellsThatLoseAll()).isBetween(REQUESTS + 3, REQUESTS + REQUESTS / 10 + 3);
        assertThat(meters.get("cellmesh.edge.retries.over.budget").counter().count())
                .isPositive();
    }

    @Test
    void withoutTheBudgetAllAreSentAgain() {
        weaknesses = Set.of(Weakness.RETRY_BUDGET);
        assertThat(atCellsThatLoseAll()).isEqualTo(2 * REQUESTS);
    }

    @Test
    void cellsThatAreGoneAreNotAllTriedForEachRequest() {
        startEdge();
        cell(1).stop();
        cell(2).stop();
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(ask(get()).problem()).isEqualTo("region-unavailable");
        }
        assertThat(retries("connect")).isBetween(1.0, REQUESTS / 10 + 4.0);
    }
}
