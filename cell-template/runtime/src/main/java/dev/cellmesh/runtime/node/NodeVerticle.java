package dev.cellmesh.runtime.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;

/**
 * What does a node do from start to end? {@code start} ends when it listens; {@code stop} closes all it opened. The ops server
 * beside it (health, metrics) belongs to {@link NodeRunner}. Everything is called on the node's own event loop.
 */
public abstract class NodeVerticle extends VerticleBase {
    /** May it get requests now? Asked by {@code /health/ready}; never fails, answers within a second. */
    public abstract Future<Boolean> isReady();

    /** Refuses new requests with {@code draining}, and ends when those in flight are answered; the caller bounds the wait. */
    public abstract Future<Void> drain();

    final <T> Future<T> onLoop(Supplier<Future<T>> action) {
        Promise<T> result = Promise.promise();
        context.runOnContext(nothing -> action.get().onComplete(result));
        return result.future();
    }
}
