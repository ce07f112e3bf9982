package dev.cellmesh.runtime.conflict;

import dev.cellmesh.runtime.conflict.ConflictSweep.Swept;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When does a cell look for conflicts? About once a second, never twice at a time, until it is closed. */
public final class ConflictSweeper implements AutoCloseable {
    /** A person is told of a conflict: seconds do not matter, and each look costs a few reads of the nearest copies. */
    private static final long PERIOD_MILLIS = 800;
    /** Not all cells at the same moment. */
    private static final long JITTER_MILLIS_MAX = 400;

    private static final Logger LOG = LoggerFactory.getLogger(ConflictSweeper.class);

    private final Vertx vertx;
    private final ConflictSweep sweep;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Counter found;
    private final Counter settled;
    private long completeAtNanos;
    private long timer;
    private boolean closed;

    public ConflictSweeper(
            Vertx vertx, ConflictSweep sweep, LongSupplier nanoClock, RandomGenerator random, MeterRegistry meters) {
        this.vertx = vertx;
        this.sweep = sweep;
        this.nanoClock = nanoClock;
        this.random = random;
        this.completeAtNanos = nanoClock.getAsLong();
        this.found = Counter.builder("cellmesh.conflicts.found")
                .description("Conflicts that this cell has put into the queue")
                .register(meters);
        this.settled = Counter.builder("cellmesh.conflicts.settled")
                .description("Conflicts that later writes have ended")
                .register(meters);
        Gauge.builder("cellmesh.conflicts.open", sweep, ConflictSweep::open)
                .description(
                        "Conflicts of this cell's tenants that wait for a person; their other cells count them, too")
                .register(meters);
        Gauge.builder("cellmesh.conflicts.sweep.lag.seconds", this, ConflictSweeper::lagSeconds)
                .description("Time since all there is had been looked at")
                .register(meters);
        next();
    }

    private double lagSeconds() {
        return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - completeAtNanos) / 1_000.0;
    }

    private void next() {
        timer = vertx.setTimer(PERIOD_MILLIS + random.nextLong(JITTER_MILLIS_MAX), id -> look());
    }

    private void look() {
        sweep.sweep().onComplete(done -> {
            if (closed) {
                return;
            }
            if (done.succeeded()) {
                count(done.result());
            } else {
                LOG.error("Looking for conflicts broke", done.cause());
            }
            next();
        });
    }

    private void count(Swept swept) {
        found.increment(swept.found());
        settled.increment(swept.settled());
        if (swept.complete()) {
            completeAtNanos = nanoClock.getAsLong();
        }
    }

    @Override
    public void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }
}
