package dev.cellmesh.runtime.pipeline;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;

/** Does the caller act for the tenant of the path? 403 otherwise, whether the tenant exists or not. */
public final class TenantClaimed implements Stage {
    /** The path parameter that every tenant-facing path has. */
    public static final String TENANT = "tenant";

    private static final Reply REFUSAL = Reply.problem(
            Problem.of(ProblemType.WRONG_TENANT, "The token's tenant claim is not the tenant of the path."));

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        String tenant = exchange.input().pathParameter(TENANT);
        boolean claimed = exchange.caller().tenant().filter(tenant::equals).isPresent();
        return claimed ? next.proceed() : Future.succeededFuture(REFUSAL);
    }

    @Override
    public String toString() {
        return "tenant claimed";
    }
}
