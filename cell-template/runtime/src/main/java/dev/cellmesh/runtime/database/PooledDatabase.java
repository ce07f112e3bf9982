package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.DatabaseConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** How does a call get to a database and back? By the pools of its ring, counted and timed, whichever kind of database it is. */
final class PooledDatabase implements RegionalDatabase {
    /** How often idle connections are looked for. */
    private static final long REAP_MILLIS = 10_000;
    /** A health check that takes longer is an answer, too. */
    private static final Duration READY_MAX = Duration.ofSeconds(1);

    private static final SqlStatement READY = new SqlStatement("database/ready", "SELECT 1 AS ready");

    private final Vertx vertx;
    private final Region own;
    private final Dialect dialect;
    private final ReadSources sources;
    private final LongSupplier nanoClock;
    private final PgConnector connector;
    private final Map<RingId, RingPools> rings = new HashMap<>();
    private final ReadRunner reads;
    private final WriteRunner writes;
    private final StatementMeters statements;
    private final long reaper;

    PooledDatabase(
            Vertx vertx,
            DatabaseConfig config,
            DatabaseUse use,
            Region own,
            Dialect dialect,
            ReadSources sources,
            LongSupplier nanoClock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.own = own;
        this.dialect = dialect;
        this.sources = sources;
        this.nanoClock = nanoClock;
        this.connector = new PgConnector(vertx);
        RingPools.Maker maker = new RingPools.Maker(vertx, config, use, own, connector, nanoClock, random, meters);
        config.rings().forEach(ring -> rings.put(RingId.parse(ring.ring()), new RingPools(ring, maker)));
        this.reads = new ReadRunner(vertx, nanoClock, random, use.sizes().statementTimeoutMillis());
        this.writes = new WriteRunner(vertx, dialect, nanoClock, random);
        this.statements = new StatementMeters(meters, use.user(), nanoClock);
        this.reaper = vertx.setPeriodic(REAP_MILLIS, id -> rings.values().forEach(RingPools::reap));
    }

    @Override
    public Future<ReadOutcome> read(Read read) {
        return onCallersContext(() -> statements.timed(read, reads.run(read, sources.of(read, ring(read.ring())))));
    }

    @Override
    public Future<WriteOutcome> write(Write write) {
        return onCallersContext(() -> {
            RingPools ring = ring(write.ring());
            return statements.timed(write, writes.run(write, ring.writes(write.durability()), ring.primaryRegion()));
        });
    }

    @Override
    public Future<Boolean> isReady() {
        RingId home = RingId.of(own);
        if (!rings.containsKey(home)) {
            return Future.succeededFuture(true);
        }
        Deadline deadline = Deadline.in(READY_MAX, nanoClock.getAsLong());
        Read read = new Read(home, ReadLevel.STRONG, READY, List.of(), deadline);
        List<ReadSource> primary = List.of(ReadSource.ready(read, ring(home), dialect));
        return onCallersContext(() -> statements.timed(read, reads.run(read, primary)))
                .map(outcome -> outcome instanceof ReadOutcome.Rows)
                .recover(bug -> Future.succeededFuture(false));
    }

    @Override
    public Future<Void> close() {
        vertx.cancelTimer(reaper);
        rings.values().forEach(RingPools::close);
        return connector.close();
    }

    private RingPools ring(RingId ring) {
        return Optional.ofNullable(rings.get(ring))
                .orElseThrow(() -> new IllegalArgumentException("this node reaches no ring " + ring));
    }

    /** Answers come on a connection's context; the caller goes on in its own, with its trace. */
    private <T> Future<T> onCallersContext(Supplier<Future<T>> call) {
        Promise<T> promise = ((VertxInternal) vertx).getOrCreateContext().promise();
        try {
            call.get().onComplete(promise::handle);
        } catch (RuntimeException bug) {
            promise.fail(bug);
        }
        return promise.future();
    }
}
