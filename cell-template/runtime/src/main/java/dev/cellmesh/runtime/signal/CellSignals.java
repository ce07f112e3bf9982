package dev.cellmesh.runtime.signal;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.budget.Judgement;
import dev.cellmesh.model.budget.LatencyGoal;
import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.model.signal.Evidence;
import dev.cellmesh.model.signal.HealthRule;
import dev.cellmesh.model.signal.HealthState;
import dev.cellmesh.model.signal.HealthThresholds;
import dev.cellmesh.model.signal.Standing;
import dev.cellmesh.model.signal.Traffic;
import dev.cellmesh.model.signal.TrafficWindow;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * How does this cell find itself? By what it answered lately, by its databases, and told to the control plane, which lays it
 * beside what the edges see. To be made and used on the cell's event loop.
 */
public final class CellSignals implements AutoCloseable {
    private static final int PERIOD_MILLIS = 2_000;
    private static final HealthRule RULE = new HealthRule(HealthThresholds.DEFAULT);
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final Vertx vertx;
    private final NodeContext node;
    private final IntSupplier inFlight;
    private final IntSupplier inFlightMax;
    private final Map<String, LatencyGoal> goals = new HashMap<>();
    private final TrafficWindow window = new TrafficWindow();
    private final ReplicaWatch replicas;
    private final SignalSender sender;
    private final long timer;
    private Traffic traffic = Traffic.NONE;
    private Standing standing = Standing.UNKNOWN;

    /**
     * @param inFlight requests that the cell works on
     * @param inFlightMax how many it takes
     */
    public CellSignals(
            Vertx vertx, NodeContext node, RegionalDatabase database, IntSupplier inFlight, IntSupplier inFlightMax) {
        this.vertx = vertx;
        this.node = node;
        this.inFlight = inFlight;
        this.inFlightMax = inFlightMax;
        this.replicas = new ReplicaWatch(vertx, node, database);
        this.timer = vertx.setPeriodic(PERIOD_MILLIS, due -> look());
        this.sender = SignalSender.start(vertx, node, this::report);
        for (HealthState state : HealthState.values()) {
            Gauge.builder("cellmesh.cell.state", () -> standing.state() == state ? 1 : 0)
                    .description("Whether the cell finds itself in this state")
                    .tag("state", state.wireName())
                    .register(node.meters());
        }
        TimeGauge.builder("cellmesh.cell.latency.p99", () -> traffic.p99Millis(), TimeUnit.MILLISECONDS)
                .description("99 of 100 answers of the last half minute took no longer, rounded up")
                .register(node.meters());
    }

    /** What the operation promises, and so, how long it may take. */
    public void declare(String operation, Profile profile) {
        goals.put(
                operation,
                switch (profile) {
                    case ReadProfile read -> LatencyGoal.ofRead(read.level().wireName());
                    case WriteProfile write -> LatencyGoal.ofWrite(write.residence(), write.durability());
                });
    }

    /** Takes note of an answer; those that belong to no declared operation say nothing of the cell. */
    public void answered(String operation, Reply reply, long tookNanos) {
        LatencyGoal goal = goals.get(operation);
        if (goal == null) {
            return;
        }
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(tookNanos);
        boolean forWantOfTime = reply.outcome().equals(ProblemType.DEADLINE_EXCEEDED.slug());
        long allowedMillis = forWantOfTime ? tookMillis : NO_LIMIT;
        window.record(
                node.nanoClock().getAsLong(),
                Judgement.of(reply.status(), tookMillis, goal, allowedMillis),
                tookMillis,
                goal);
    }

    private void look() {
        traffic = window.read(node.nanoClock().getAsLong());
        // Whose fault an old replica is shows only beside other regions: not by a look at itself.
        standing = standing.next(RULE, new Evidence(1, traffic, 1, replicas.isReady() ? 0 : 1, OptionalLong.empty()));
    }

    private SignalReport report() {
        return SignalReport.ofCell(
                node.config().id(),
                new Region(node.config().region()),
                new CellSelf(
                        standing.state(),
                        standing.reasons(),
                        traffic,
                        inFlight.getAsInt(),
                        inFlightMax.getAsInt(),
                        replicas.isReady(),
                        replicas.lags()));
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        sender.close();
        replicas.close();
    }
}
