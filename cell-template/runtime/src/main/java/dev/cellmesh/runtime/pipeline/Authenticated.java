package dev.cellmesh.runtime.pipeline;

import dev.cellmesh.runtime.identity.TokenVerifier;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;

/** Who sends this? 401 when no valid token says it. */
public final class Authenticated implements Stage {
    private static final Reply REFUSAL = Reply.problem(
                    Problem.of(ProblemType.UNAUTHENTICATED, "Send a valid, unexpired token as Authorization: Bearer."))
            .with("WWW-Authenticate", "Bearer");

    private final TokenVerifier verifier;

    public Authenticated(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        return verifier.verify(exchange.input().headers().get("Authorization")).compose(caller -> {
            if (caller.isEmpty()) {
                return Future.succeededFuture(REFUSAL);
            }
            exchange.identifiedAs(caller.get());
            return next.proceed();
        });
    }

    @Override
    public String toString() {
        return "authenticated";
    }
}
