package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.services.edge.poison.Arrivals;
import dev.cellmesh.services.edge.poison.Lanes;
import dev.cellmesh.services.edge.poison.Quarantine;
import dev.cellmesh.services.edge.retry.HedgeDelays;
import dev.cellmesh.services.edge.retry.RetryBudgets;
import io.vertx.core.Vertx;
import java.util.function.Predicate;

/** What must an edge know to decide whether a request is sent once more? */
record Resending(
        RetryBudgets budgets,
        HedgeDelays hedgeDelays,
        Quarantine quarantine,
        Arrivals arrivals,
        Lanes<CellId> lanes,
        Lanes<TenantId> lanesOfReleased,
        Inquests inquests,
        RetryMeters meters) {
    /** A suspect is answered in milliseconds, or the cell hangs, and its client had better hear of it. */
    private static final long LANE_WAIT_MILLIS_MAX = 1_000;

    /** @param isOut which cells are not well */
    static Resending start(Vertx vertx, NodeContext node, CellClient cells, Predicate<CellId> isOut) {
        Quarantine quarantine = new Quarantine(node.nanoClock());
        Arrivals arrivals = new Arrivals(vertx);
        RetryMeters meters = new RetryMeters(node.meters(), quarantine);
        return new Resending(
                new RetryBudgets(node.config().isWithout(Weakness.RETRY_BUDGET), node.nanoClock()),
                new HedgeDelays(),
                quarantine,
                arrivals,
                new Lanes<>(vertx, LANE_WAIT_MILLIS_MAX),
                new Lanes<>(vertx, LANE_WAIT_MILLIS_MAX),
                new Inquests(vertx, cells, isOut, arrivals, quarantine, meters),
                meters);
    }

    /** May a request of the tenant be sent once more, to this region? Then it is counted. */
    boolean take(TenantId tenant, Region region) {
        boolean allowed = budgets.take(tenant, region);
        if (!allowed) {
            meters.overBudget();
        }
        return allowed;
    }
}
