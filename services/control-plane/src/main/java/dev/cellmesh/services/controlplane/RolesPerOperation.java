package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.RoleHeld;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.services.controlplane.signal.SignalStage;
import io.vertx.core.Future;
import java.util.Set;

/** May this caller do that? Everything is for administrators; to get routes and to report is for nodes, too. */
final class RolesPerOperation implements Stage {
    private static final Set<String> OF_NODES = Set.of(RouteStage.OPERATION, SignalStage.PUT);

    private final Stage admin = new RoleHeld(Caller.ADMIN);

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        boolean nodeMay = OF_NODES.contains(exchange.input().operationId())
                && exchange.caller().hasRole(Caller.NODE);
        return nodeMay ? next.proceed() : admin.handle(exchange, next);
    }

    @Override
    public String toString() {
        return "roles per operation";
    }
}
