package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.pipeline.TenantClaimed;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.route.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Does this cell serve the tenant? 404 when nobody does, 403 when it is suspended, 421 when other cells do. An edge that knows a
 * later epoch makes the cell ask the control plane once before it refuses; a cell that cannot catch up says 421, and nothing for good.
 */
final class TenantServed implements Stage {
    private static final String EPOCH_FORM = "[0-9]{1,18}";

    private static final Reply TOO_LATE = Reply.problem(
            Problem.of(ProblemType.DEADLINE_EXCEEDED, "The deadline passed while the cell asked who owns the tenant.")
                    .with(Reply.RETRY_AFTER_FIELD, 1));

    private final CellId cell;
    private final RouteTable routes;
    private final Vertx vertx;
    private final LongSupplier nanoClock;

    TenantServed(CellId cell, RouteTable routes, Vertx vertx, LongSupplier nanoClock) {
        this.cell = cell;
        this.routes = routes;
        this.vertx = vertx;
        this.nanoClock = nanoClock;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        Optional<Problem> refusal = judge(exchange);
        if (refusal.isEmpty()) {
            return next.proceed();
        }
        long edgeEpoch = edgeEpoch(exchange.input().headers());
        if (edgeEpoch <= routes.current().epoch()) {
            return Future.succeededFuture(Reply.problem(refusal.get()));
        }
        return refreshed(exchange, edgeEpoch)
                .compose(inTime -> inTime
                        ? judge(exchange)
                                .map(still -> Future.succeededFuture(Reply.problem(told(still, edgeEpoch))))
                                .orElseGet(next::proceed)
                        : Future.succeededFuture(TOO_LATE));
    }

    /** The edge sent an active tenant's request by later routes: by older ones nobody can tell that it has none. */
    private Problem told(Problem refusal, long edgeEpoch) {
        long epoch = routes.current().epoch();
        return epoch >= edgeEpoch || refusal.type() == ProblemType.MISDIRECTED
                ? refusal
                : Problem.of(ProblemType.MISDIRECTED, "The cell cannot get the routes by which this was sent.")
                        .with("routeEpoch", epoch);
    }

    /** False when the deadline passed before the control plane answered: the refusal may be out of date, and is not told. */
    private Future<Boolean> refreshed(Exchange exchange, long edgeEpoch) {
        long remainingMillis = exchange.deadline().remainingMillis(nanoClock.getAsLong());
        if (remainingMillis <= 0) {
            return Future.succeededFuture(false);
        }
        Promise<Boolean> inTime = Promise.promise();
        long timer = vertx.setTimer(remainingMillis, id -> inTime.tryComplete(false));
        routes.refreshTo(edgeEpoch).onComplete(asked -> {
            vertx.cancelTimer(timer);
            inTime.tryComplete(true);
        });
        return inTime.future();
    }

    private Optional<Problem> judge(Exchange exchange) {
        RouteSnapshot snapshot = routes.current();
        TenantId tenant = new TenantId(exchange.input().pathParameter(TenantClaimed.TENANT));
        Optional<TenantRoute> found = snapshot.routeOf(tenant);
        if (found.isEmpty()) {
            return Optional.of(Problem.of(ProblemType.UNKNOWN_TENANT, "Nobody has created this tenant."));
        }
        TenantRoute route = found.get();
        if (route.status() == TenantStatus.SUSPENDED) {
            return Optional.of(
                    Problem.of(ProblemType.TENANT_SUSPENDED, "The tenant is suspended until it is resumed."));
        }
        if (!route.isOwnedBy(cell)) {
            return Optional.of(Problem.of(ProblemType.MISDIRECTED, "Send it to the cell named here.")
                    .with("cell", rightCell(route).toString())
                    .with("routeEpoch", snapshot.epoch()));
        }
        exchange.routedBy(snapshot, route);
        return Optional.empty();
    }

    private CellId rightCell(TenantRoute route) {
        return route.cellsIn(cell.region()).stream()
                .findFirst()
                .orElseGet(() -> route.cellsIn(route.home()).getFirst());
    }

    private static long edgeEpoch(MultiMap headers) {
        String epoch = headers.get(RouteTable.EPOCH_HEADER);
        return epoch != null && epoch.matches(EPOCH_FORM) ? Long.parseLong(epoch) : 0;
    }

    @Override
    public String toString() {
        return "tenant served";
    }
}
