package dev.cellmesh.services.edge.signal;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.budget.Judgement;
import dev.cellmesh.model.budget.LatencyGoal;
import dev.cellmesh.model.signal.Evidence;
import dev.cellmesh.model.signal.HealthRule;
import dev.cellmesh.model.signal.HealthState;
import dev.cellmesh.model.signal.HealthThresholds;
import dev.cellmesh.model.signal.Standing;
import dev.cellmesh.model.signal.Traffic;
import dev.cellmesh.model.signal.TrafficWindow;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.signal.CellSight;
import dev.cellmesh.runtime.signal.RegionGauge;
import dev.cellmesh.runtime.signal.SignalReport;
import dev.cellmesh.runtime.signal.SignalSender;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How do the mesh's regions look from here? By what became of this edge's clients' requests, and by which cells it can use; told to
 * the control plane, which lays it beside what the others see. To be made and used on the edge's event loop.
 */
public final class EdgeSignals implements AutoCloseable {
    private static final int PERIOD_MILLIS = 2_000;
    private static final HealthRule RULE = new HealthRule(HealthThresholds.DEFAULT);

    /** The worst and the busiest first, so that a report that cannot hold all cells lacks only those nothing is to be said of. */
    private static final Comparator<CellSight> TELLING = Comparator.comparing(CellSight::state)
            .thenComparingLong(CellSight::requests)
            .reversed();

    private static final class Seen {
        private final TrafficWindow window = new TrafficWindow();
        private Traffic traffic = Traffic.NONE;
        private Standing standing = Standing.UNKNOWN;
    }

    private final Vertx vertx;
    private final NodeContext node;
    private final Supplier<List<CellSight>> cells;
    private final Map<Region, Long> cellsIn;
    private final Map<Region, Seen> regions = new TreeMap<>();
    private final Budgets budgets;
    private final SignalSender sender;
    private final long timer;

    /** @param cells as the edge sees them now; one that is not among them is not known */
    public EdgeSignals(Vertx vertx, NodeContext node, Supplier<List<CellSight>> cells) {
        NodeConfig config = node.config();
        this.vertx = vertx;
        this.node = node;
        this.cells = cells;
        this.cellsIn = config.cells().keySet().stream()
                .collect(Collectors.groupingBy(name -> CellId.parse(name).region(), Collectors.counting()));
        this.budgets = new Budgets(node.meters(), node.nanoClock());
        config.regions().forEach(name -> {
            Seen seen = new Seen();
            regions.put(new Region(name), seen);
            RegionGauge.register(node.meters(), name, () -> seen.standing.state());
        });
        this.timer = vertx.setPeriodic(PERIOD_MILLIS, due -> look());
        this.sender = SignalSender.start(vertx, node, this::report);
    }

    /**
     * Takes note of what became of a request.
     *
     * @param profile its operation, or {@code null} when no cell has told of it
     * @param region that should have served it
     * @param status as {@link Judgement#of} takes it
     * @param allowedNanos how long the client wanted to wait
     */
    public void answered(
            String profile, LatencyGoal goal, Region region, int status, long tookNanos, long allowedNanos) {
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(tookNanos);
        Judgement judgement = Judgement.of(status, tookMillis, goal, TimeUnit.NANOSECONDS.toMillis(allowedNanos));
        budgets.record(profile == null ? Budgets.UNDECLARED : profile, judgement);
        Seen seen = regions.get(region);
        if (seen != null) {
            seen.window.record(node.nanoClock().getAsLong(), judgement, tookMillis, goal);
        }
    }

    private void look() {
        long nowNanos = node.nanoClock().getAsLong();
        Map<Region, Long> out = cells.get().stream()
                .filter(cell -> cell.state() == HealthState.UNHEALTHY)
                .collect(Collectors.groupingBy(cell -> cell.cell().region(), Collectors.counting()));
        regions.forEach((region, seen) -> {
            seen.traffic = seen.window.read(nowNanos);
            int parts = cellsIn.getOrDefault(region, 0L).intValue();
            int partsOut = Math.min(parts, out.getOrDefault(region, 0L).intValue());
            boolean knows = seen.traffic.requests() > 0 || partsOut > 0;
            seen.standing = seen.standing.next(
                    RULE, new Evidence(knows ? 1 : 0, seen.traffic, parts, partsOut, OptionalLong.empty()));
        });
    }

    private SignalReport report() {
        Map<Region, Traffic> traffic = new HashMap<>();
        regions.forEach((region, seen) -> traffic.put(region, seen.traffic));
        return SignalReport.ofEdge(
                node.config().id(),
                new Region(node.config().region()),
                traffic,
                cells.get().stream()
                        .sorted(TELLING)
                        .limit(SignalReport.CELLS_MAX)
                        .toList(),
                budgets.read());
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        sender.close();
    }
}
