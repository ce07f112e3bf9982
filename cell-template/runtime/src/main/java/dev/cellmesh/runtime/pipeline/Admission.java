package dev.cellmesh.runtime.pipeline;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Is there room and time for this request? 503 when the node is stopping, has too many in flight, or the deadline has
 * passed; nothing has been done then. Used on one event loop only.
 */
public final class Admission implements Stage {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final int inFlightMax;
    private final LongSupplier nanoClock;
    private int inFlight;
    private Optional<Promise<Void>> drained = Optional.empty();

    public Admission(int inFlightMax, LongSupplier nanoClock) {
        this.inFlightMax = inFlightMax;
        this.nanoClock = nanoClock;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        if (drained.isPresent()) {
            return refuse(ProblemType.DRAINING, "This node is stopping; another one takes over.");
        }
        if (inFlight >= inFlightMax) {
            return refuse(ProblemType.OVERLOADED, "This node has as much in flight as it can carry.");
        }
        if (exchange.deadline().remainingMillis(nanoClock.getAsLong()) <= 0) {
            return refuse(ProblemType.DEADLINE_EXCEEDED, "The deadline had passed before the work began.");
        }
        inFlight++;
        return next.proceed().onComplete(done -> release());
    }

    /** Refuses what comes from now on, and ends when what was admitted is answered. */
    public Future<Void> drain() {
        Promise<Void> promise = drained.orElseGet(Promise::promise);
        drained = Optional.of(promise);
        if (inFlight == 0) {
            promise.tryComplete();
        }
        return promise.future();
    }

    public int inFlight() {
        return inFlight;
    }

    private void release() {
        inFlight--;
        if (inFlight == 0) {
            drained.ifPresent(Promise::tryComplete);
        }
    }

    private static Future<Reply> refuse(ProblemType type, String detail) {
        return Future.succeededFuture(
                Reply.problem(Problem.of(type, detail).with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS)));
    }

    @Override
    public String toString() {
        return "admission";
    }
}
