package dev.cellmesh.runtime.signal;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.signal.ReplicaLag;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.RingConfig;
import io.micrometer.core.instrument.TimeGauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How old is what the region's replicas show, and does the home ring's primary answer? One read of nothing from each replica every
 * few seconds, by the way that tenants' reads take, so that it finds what they would find. What cannot tell is empty, not fresh.
 */
final class ReplicaWatch implements AutoCloseable {
    /** Lag matters from seconds on. */
    private static final int PERIOD_MILLIS = 5_000;

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final SqlStatement NOTHING = SqlStatement.load(ReplicaWatch.class, "replica-age");

    private record Replica(RingId ring, Region source) {}

    private final Vertx vertx;
    private final RegionalDatabase database;
    private final Region own;
    private final LongSupplier nanoClock;
    private final Map<Replica, OptionalLong> lags = new LinkedHashMap<>();
    private final long timer;
    private boolean ready = true;
    private boolean looking;

    ReplicaWatch(Vertx vertx, NodeContext node, RegionalDatabase database) {
        NodeConfig config = node.config();
        this.vertx = vertx;
        this.database = database;
        this.own = new Region(config.region());
        this.nanoClock = node.nanoClock();
        for (RingConfig ring : config.database().rings()) {
            if (!ring.primaryRegion().equals(config.region())) {
                Replica replica = new Replica(RingId.parse(ring.ring()), new Region(ring.primaryRegion()));
                lags.put(replica, OptionalLong.empty());
                TimeGauge.builder("cellmesh.replica.age", () -> age(replica), TimeUnit.MILLISECONDS)
                        .description("Age of what the region's replica shows; not a number when it cannot tell")
                        .tag("ring", ring.ring())
                        .register(node.meters());
            }
        }
        this.timer = vertx.setPeriodic(node.random().nextLong(PERIOD_MILLIS) + 1, PERIOD_MILLIS, due -> look());
    }

    private Number age(Replica replica) {
        OptionalLong lag = lags.get(replica);
        return lag.isPresent() ? lag.getAsLong() : Double.NaN;
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        List<Future<Void>> answers = new java.util.ArrayList<>();
        lags.keySet().forEach(replica -> answers.add(ask(replica)));
        answers.add(database.isReady().onSuccess(answer -> ready = answer).mapEmpty());
        Future.join(answers).onComplete(done -> looking = false);
    }

    private Future<Void> ask(Replica replica) {
        Deadline deadline = Deadline.in(PATIENCE, nanoClock.getAsLong());
        return database.read(new Read(replica.ring(), ReadLevel.EVENTUAL, NOTHING, List.of(), deadline))
                .map(ReplicaWatch::lagMillis)
                .otherwise(OptionalLong.empty())
                .onSuccess(lag -> lags.put(replica, lag))
                .mapEmpty();
    }

    private static OptionalLong lagMillis(ReadOutcome outcome) {
        // A primary that answered instead of its replica has no age to tell of, and that is right: nobody reads an old
        // row.
        return outcome instanceof ReadOutcome.Rows rows
                ? rows.served().staleness().stream()
                        .mapToLong(Duration::toMillis)
                        .findFirst()
                : OptionalLong.empty();
    }

    boolean isReady() {
        return ready;
    }

    List<ReplicaLag> lags() {
        return lags.entrySet().stream()
                .map(entry -> new ReplicaLag(entry.getKey().source(), own, entry.getValue()))
                .toList();
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
