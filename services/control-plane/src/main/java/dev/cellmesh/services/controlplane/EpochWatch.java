package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.database.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has another control plane changed something? Asks for the epoch twice a second while somebody wants to know, and loads the
 * state when it has grown. It also completes the registration, until that has gone through once.
 */
final class EpochWatch {
    /** A quarter of the 2 s in which a change must have reached every node. */
    static final Duration PERIOD = Duration.ofMillis(500);
    /** A load of all tenants over the longest link, with room; no second question starts meanwhile. */
    private static final Duration LOAD_TIME = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(EpochWatch.class);

    private final Vertx vertx;
    private final MeshStore store;
    private final MeshDirectory directory;
    private final Registration registration;
    private final LongSupplier nanoClock;
    private final BooleanSupplier wanted;
    private long timer;
    private boolean asking;
    private boolean registered;
    private boolean reachable = true;
    private boolean closed;

    /** @param wanted whether anybody waits for news */
    EpochWatch(
            Vertx vertx,
            MeshStore store,
            MeshDirectory directory,
            Registration registration,
            LongSupplier nanoClock,
            BooleanSupplier wanted) {
        this.vertx = vertx;
        this.store = store;
        this.directory = directory;
        this.registration = registration;
        this.nanoClock = nanoClock;
        this.wanted = wanted;
    }

    /** Ends after the first try to register, well or badly; goes on by itself. */
    Future<Void> start() {
        Future<Void> first = look();
        timer = vertx.setPeriodic(PERIOD.toMillis(), id -> tick());
        return first;
    }

    void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    private void tick() {
        if (!asking && (!registered || wanted.getAsBoolean())) {
            look();
        }
    }

    private Future<Void> look() {
        asking = true;
        return (registered ? refresh() : register()).transform(done -> {
            asking = false;
            if (done.failed() && !closed) {
                LOG.error("Looking for changes of the mesh broke", done.cause());
            }
            tell(done.succeeded() && done.result());
            return Future.succeededFuture();
        });
    }

    private Future<Boolean> register() {
        return registration.run(deadline()).onSuccess(complete -> {
            registered = complete;
            if (complete) {
                LOG.info("All regions and cells are registered");
            }
        });
    }

    /** Whether the database answered. */
    private Future<Boolean> refresh() {
        Deadline deadline = deadline();
        return store.epoch(deadline).compose(epoch -> switch (epoch) {
            case Stored.Found<Long> found -> catchUp(found.value(), deadline);
            case Stored.Unavailable<Long> unavailable -> Future.succeededFuture(false);
        });
    }

    private Future<Boolean> catchUp(long epoch, Deadline deadline) {
        boolean behind =
                directory.current().filter(state -> state.epoch() >= epoch).isEmpty();
        return behind
                ? directory.reload(deadline).map(state -> state instanceof Stored.Found)
                : Future.succeededFuture(true);
    }

    private Deadline deadline() {
        return Deadline.in(LOAD_TIME, nanoClock.getAsLong());
    }

    private void tell(boolean answered) {
        if (answered != reachable && !closed) {
            if (answered) {
                LOG.info("The global ring answers again");
            } else {
                LOG.warn("The global ring does not answer: nodes get the last known routes, changes are refused");
            }
        }
        reachable = answered;
    }
}
