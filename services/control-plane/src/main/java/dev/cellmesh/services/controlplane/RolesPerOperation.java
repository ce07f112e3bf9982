package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.RoleHeld;
import dev.cellmesh.runtime.pipeline.Stage;
import io.vertx.core.Future;

/** May this caller do that? Everything is for administrators; the routes are for nodes, too. */
final class RolesPerOperation implements Stage {
    private final Stage admin = new RoleHeld(Caller.ADMIN);

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        boolean nodeMay = exchange.input().operationId().equals(RouteStage.OPERATION)
                && exchange.caller().hasRole(Caller.NODE);
        return nodeMay ? next.proceed() : admin.handle(exchange, next);
    }

    @Override
    public String toString() {
        return "roles per operation";
    }
}
