package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ConnectionPlanTest {
    private static final int SERVICES = 5;

    @Test
    void everySizeOfMeshFitsOnItsServers() {
        for (int cells = 1; cells <= MeshOptions.CELLS_PER_REGION_MAX; cells++) {
            ConnectionPlan plan = new ConnectionPlan(cells, 3 * cells, 4);

            assertThat(plan.serverConnections())
                    .as(cells + " cells")
                    .isBetween(150, ConnectionPlan.SERVER_CONNECTIONS_MAX);
            assertThatCode(() -> plan.cell().checkFor(4)).doesNotThrowAnyException();
            assertThat(plan.cell().service().database().near().quorum()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aCellOfManyGetsLessThanOneOfFew() {
        int ofFew = new ConnectionPlan(4, 12, SERVICES)
                .cell()
                .service()
                .database()
                .near()
                .total();
        int ofMany = new ConnectionPlan(16, 48, SERVICES)
                .cell()
                .service()
                .database()
                .near()
                .total();

        assertThat(ofMany).isLessThan(ofFew);
    }

    @Test
    void aServerTakesEveryConnectionThatMayBeOpened() {
        ConnectionPlan plan = new ConnectionPlan(4, 12, SERVICES);
        var service = plan.cell().service().database();

        assertThat(plan.serverConnections())
                .isGreaterThanOrEqualTo(4 * SERVICES * service.near().total()
                        + 8 * SERVICES * service.far().total());
    }

    @Test
    void moreThanAServerTakesIsRefused() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new ConnectionPlan(32, 96, 8).serverConnections());
    }
}
