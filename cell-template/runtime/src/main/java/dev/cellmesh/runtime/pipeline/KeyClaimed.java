package dev.cellmesh.runtime.pipeline;

import dev.cellmesh.runtime.idempotency.IdempotencyKey;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Does the write have a key, and is no other request with that key in flight on this node? 400 and 409 otherwise. Across
 * nodes the database decides. As large as the requests in flight; used on one event loop only.
 */
public final class KeyClaimed implements Stage {
    private static final int RETRY_AFTER_SECONDS = 1;

    private record Claim(String scope, IdempotencyKey key) {}

    private final Predicate<String> needsKey;
    private final Function<Exchange, String> scope;
    private final Set<Claim> inFlight = new HashSet<>();

    /**
     * @param needsKey which operation ids have an effect
     * @param scope within which keys are unique: a tenant, or one word for all
     */
    public KeyClaimed(Predicate<String> needsKey, Function<Exchange, String> scope) {
        this.needsKey = needsKey;
        this.scope = scope;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        if (!needsKey.test(exchange.input().operationId())) {
            return next.proceed();
        }
        Optional<IdempotencyKey> key = exchange.key();
        if (key.isEmpty()) {
            return Future.succeededFuture(Reply.problem(Problem.of(
                    ProblemType.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key of your choice, and the same one when you repeat the request.")));
        }
        Claim claim = new Claim(scope.apply(exchange), key.get());
        if (!inFlight.add(claim)) {
            return Future.succeededFuture(Reply.problem(inProgress()));
        }
        try {
            return next.proceed().onComplete(done -> inFlight.remove(claim));
        } catch (RuntimeException bug) {
            inFlight.remove(claim);
            throw bug;
        }
    }

    /** What a second request hears while the first with its key runs. */
    public static Problem inProgress() {
        return Problem.of(
                        ProblemType.IDEMPOTENCY_IN_PROGRESS,
                        "A request with this key is still running: repeat this one when it is done.")
                .with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS);
    }

    @Override
    public String toString() {
        return "key claimed";
    }
}
