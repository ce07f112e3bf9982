package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.route.RoutesInUse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests are not answered yet, by which routes were they sent, and when is that none? The count may be read from any
 * thread.
 */
final class InFlight {
    private final AtomicInteger count = new AtomicInteger();
    private final RoutesInUse routes = new RoutesInUse();
    private Promise<Void> none;

    /** @param routeEpoch of the routes that it goes by; to be given back at its end */
    RoutesInUse.Use began(long routeEpoch) {
        count.incrementAndGet();
        return routes.begin(routeEpoch);
    }

    void ended(RoutesInUse.Use use) {
        use.end();
        if (count.decrementAndGet() == 0 && none != null) {
            none.tryComplete();
        }
    }

    /** Empty when none is on its way. */
    OptionalLong oldestEpoch() {
        return routes.oldest();
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
