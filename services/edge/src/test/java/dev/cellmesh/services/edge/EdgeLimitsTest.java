package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.CellSizes;
import org.junit.jupiter.api.Test;

class EdgeLimitsTest {
    private static final int OTHERS_LEAST = 64;

    @Test
    void aServiceThatStallsInACellLeavesConnectionsToTheOthers() {
        int stalled = CellSizes.DEFAULT.service().inFlightMax();
        assertThat(EdgeLimits.DEFAULT.connectionsPerCellMax()).isGreaterThanOrEqualTo(stalled + OTHERS_LEAST);
    }
}
