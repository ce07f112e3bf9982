package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Are keys forgotten whose time is over? On PostgreSQL, where no database does it by itself: a batch now and then, by each cell
 * for its own region's ring, and by whoever comes first for the ring of the whole mesh. Cells leave each other's batches alone.
 */
final class KeyReaper implements AutoCloseable {
    /** A short statement, which nobody notices. */
    static final long BATCH = 1_000;
    /** Keys are kept for a week; whether some stay minutes longer matters to nobody. */
    private static final Duration PERIOD = Duration.ofMinutes(10);
    /** One round: 200,000 keys, which is more than 150 a second and cell. */
    private static final int BATCHES_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(KeyReaper.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final SqlStatement OF_RING = SqlStatement.load(KeyReaper.class, "reap-keys");
    private static final SqlStatement OF_MESH = SqlStatement.load(KeyReaper.class, "reap-global-keys");

    private final Vertx vertx;
    private final RegionalDatabase database;
    private final List<RingId> rings;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Counter forgotten;
    private final long timer;

    /** @param rings that are looked after here */
    KeyReaper(
            Vertx vertx,
            RegionalDatabase database,
            List<RingId> rings,
            InstantSource clock,
            LongSupplier nanoClock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.database = database;
        this.rings = List.copyOf(rings);
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.forgotten = Counter.builder("cellmesh.idempotency.forgotten")
                .description("Keys whose time was over")
                .register(meters);
        // Not all cells of a region at the same moment.
        long periodMillis = PERIOD.toMillis() + random.nextLong(PERIOD.toMillis());
        this.timer = vertx.setPeriodic(
                periodMillis, id -> round().onFailure(bug -> LOG.error("Forgetting old keys broke", bug)));
    }

    /** How many keys were forgotten; what cannot be reached is left for the next round. */
    Future<Long> round() {
        Future<Long> sum = Future.succeededFuture(0L);
        for (RingId ring : rings) {
            sum = sum.compose(before -> batches(ring, BATCHES_MAX).map(more -> before + more));
        }
        return sum.onSuccess(forgotten::increment);
    }

    private Future<Long> batches(RingId ring, int left) {
        boolean ofMesh = ring.equals(RingId.GLOBAL);
        Write write = new Write(
                ring,
                Durability.LOCAL,
                ofMesh ? OF_MESH : OF_RING,
                List.of(ring.name(), clock.instant().atOffset(ZoneOffset.UTC), BATCH),
                Deadline.in(PATIENCE, nanoClock.getAsLong()));
        return database.write(write).compose(outcome -> {
            long gone = outcome instanceof WriteOutcome.Committed committed
                    ? committed.row().number("gone")
                    : 0;
            return gone < BATCH || left == 1
                    ? Future.succeededFuture(gone)
                    : batches(ring, left - 1).map(more -> gone + more);
        });
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
