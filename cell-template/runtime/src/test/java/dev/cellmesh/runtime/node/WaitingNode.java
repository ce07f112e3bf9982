package dev.cellmesh.runtime.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicBoolean;

/** A node that does nothing but be ready, drain when it is told that the last request ended, and stop. */
public final class WaitingNode extends NodeVerticle {
    static final AtomicBoolean READY = new AtomicBoolean(true);
    static final AtomicBoolean STOPPED = new AtomicBoolean();
    static volatile Promise<Void> drained = Promise.promise();
    static volatile Runnable crash;

    @Override
    public Future<Boolean> isReady() {
        return Future.succeededFuture(READY.get());
    }

    @Override
    public Future<Void> drain() {
        return drained.future();
    }

    @Override
    public Future<?> stop() {
        STOPPED.set(true);
        return Future.succeededFuture();
    }

    /** Makes it. */
    public static final class Factory implements NodeFactory {
        @Override
        public String kind() {
            return "waiting";
        }

        @Override
        public NodeVerticle create(NodeContext context) {
            crash = context.crash();
            return new WaitingNode();
        }
    }
}
