package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.services.edge.health.CellView;
import dev.cellmesh.services.edge.health.FleetHealth;
import dev.cellmesh.services.edge.health.HealthMeters;
import dev.cellmesh.services.edge.health.Traffic;
import dev.cellmesh.services.edge.health.TrafficClass;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenSendsTest {
    private static final Region US = new Region("us-east1");
    private static final CellId ONE = new CellId(US, 1);
    private static final CellId TWO = new CellId(US, 2);
    private static final Traffic READ = new Traffic(new TenantId("acme"), US, TrafficClass.WEAKER_READ);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FleetHealth health = new FleetHealth(
            List.of(ONE, TWO), true, (cell, isOut) -> false, new Random(7), () -> 0, new HealthMeters(meters));
    private final OpenSends open = new OpenSends();
    private final Send first = begins(ONE, false);
    private final Send hedge = begins(TWO, true);

    /** Nothing is sent, so that the rest of the edge is not needed. */
    private Send begins(CellId cell, boolean isHedge) {
        NodeContext node = new NodeContext(null, meters, () -> 0, Clock.systemUTC(), new Random(7));
        EdgeContext edge = new EdgeContext(
                null,
                node,
                EdgeLimits.DEFAULT,
                null,
                null,
                health,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                US,
                null,
                null,
                null);
        Send send = new Send(edge, cell, READ, isHedge);
        open.add(send);
        return send;
    }

    private CellView view(CellId cell) {
        return health.views().stream()
                .filter(view -> view.cell().equals(cell))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoWasAskedBeforeTheWinnerWasSlow() {
        open.endAllBut(hedge);
        assertThat(view(ONE).slow()).isEqualTo(1);
        assertThat(view(ONE).inFlight()).isZero();
        assertThat(view(TWO).inFlight()).isEqualTo(1);
        assertThat(open.first()).isSameAs(hedge);
        assertThat(open.size()).isEqualTo(1);
    }

    @Test
    void nothingIsHeldAgainstAHedgeThatTheFirstOneForestalled() {
        open.endAllBut(first);
        assertThat(view(TWO).slow()).isZero();
        assertThat(view(TWO).requests()).isZero();
        assertThat(view(TWO).inFlight()).isZero();
        assertThat(open.first()).isSameAs(first);
        assertThat(open.size()).isEqualTo(1);
    }
}
