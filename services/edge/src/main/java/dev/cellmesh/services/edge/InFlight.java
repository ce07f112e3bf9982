package dev.cellmesh.services.edge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are not answered yet, and when is that none? The count may be read from any thread. */
final class InFlight {
    private final AtomicInteger count = new AtomicInteger();
    private Promise<Void> none;

    void began() {
        count.incrementAndGet();
    }

    void ended() {
        if (count.decrementAndGet() == 0 && none != null) {
            none.tryComplete();
        }
    }

    int count() {
        return count.get();
    }

    /** Ends as soon as there is none, even if more come later. */
    Future<Void> none() {
        if (none == null) {
            none = Promise.promise();
        }
        if (count.get() == 0) {
            none.tryComplete();
        }
        return none.future();
    }
}
