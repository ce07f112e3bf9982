package dev.cellmesh.load.run;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * The loop of a Vert.x context, with the exactness of its transport: with epoll some 50 microseconds. Vert.x's own timers know
 * whole milliseconds only.
 */
final class VertxLoop implements Loop {
    private final ContextInternal context;
    private final EventLoop netty;

    VertxLoop(ContextInternal context) {
        this.context = context;
        this.netty = context.nettyEventLoop();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void at(long nanos, Runnable task) {
        // Never 0: that would run it before anything is read again.
        long delay = Math.max(1, nanos - System.nanoTime());
        ScheduledFuture<?> unused = netty.schedule(() -> context.dispatch(task), delay, TimeUnit.NANOSECONDS);
    }
}
