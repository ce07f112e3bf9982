package dev.cellmesh.runtime.pipeline;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;

/** Does the caller hold the role? 403 otherwise. */
public final class RoleHeld implements Stage {
    private final String role;

    public RoleHeld(String role) {
        this.role = role;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        if (exchange.caller().hasRole(role)) {
            return next.proceed();
        }
        return Future.succeededFuture(
                Reply.problem(Problem.of(ProblemType.ROLE_NEEDED, "This needs the role " + role + ".")
                        .with("role", role)));
    }

    @Override
    public String toString() {
        return "role " + role;
    }
}
