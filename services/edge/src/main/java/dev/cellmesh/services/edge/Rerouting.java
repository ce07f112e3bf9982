package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Where does a request go when a cell says that it does not own the tenant? By newer routes, and only once. */
final class Rerouting {
    private final EdgeContext edge;
    private final CellChoice cells;
    private boolean asked;

    Rerouting(EdgeContext edge, CellChoice cells) {
        this.edge = edge;
        this.cells = cells;
    }

    /**
     * Asks for the routes of now.
     *
     * @param again told the epoch of the routes that the choice goes by from now on
     * @param refuse told why the request cannot go on
     */
    void after(CellId refusedBy, boolean isWhole, LongConsumer again, Consumer<Problem> refuse) {
        if (asked || !isWhole) {
            refuse.accept(
                    EdgeProblems.regionUnavailable(refusedBy.region(), "The routes are changing; nothing was done."));
            return;
        }
        asked = true;
        edge.routes().refresh().onComplete(refreshed -> {
            TenantId tenant = cells.route().tenant();
            RouteSnapshot routes = edge.routes().current();
            Optional<TenantRoute> now = routes.routeOf(tenant);
            if (now.isEmpty()) {
                refuse.accept(Problem.of(ProblemType.UNKNOWN_TENANT, "There is no tenant " + tenant + "."));
            } else if (now.get().status() == TenantStatus.SUSPENDED) {
                refuse.accept(Problem.of(ProblemType.TENANT_SUSPENDED, "The tenant is suspended."));
            } else {
                cells.reroute(now.get(), refusedBy);
                again.accept(routes.epoch());
            }
        });
    }
}
