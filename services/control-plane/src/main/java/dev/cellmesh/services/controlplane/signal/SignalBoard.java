package dev.cellmesh.services.controlplane.signal;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.signal.HealthRule;
import dev.cellmesh.model.signal.HealthThresholds;
import dev.cellmesh.model.signal.Standing;
import dev.cellmesh.runtime.signal.SignalReport;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * How is the mesh, by all that its nodes have told lately? Kept in memory alone: a report is worth nothing after
 * {@value #SILENT_SECONDS} s, and after a restart all is told anew within three. Used on one event loop only.
 */
public final class SignalBoard {
    /** A node tells every 2 to 3 s: three reports may be lost. */
    static final int SILENT_SECONDS = 10;
    /** As the route feed has: far more than any mesh has nodes. */
    static final int NODES_MAX = 5_000;

    private static final long SILENT_NANOS = Duration.ofSeconds(SILENT_SECONDS).toNanos();
    private static final HealthRule RULE = new HealthRule(HealthThresholds.DEFAULT);

    private record Told(SignalReport report, long atNanos) {}

    private final LongSupplier nanoClock;
    private final List<Region> regions;
    private final Collection<CellId> cells;
    private final Map<String, Told> byNode = new HashMap<>();
    private final Map<Region, Standing> standings = new TreeMap<>();

    /** @param cells all of the mesh, also those that never told anything */
    public SignalBoard(LongSupplier nanoClock, List<Region> regions, Collection<CellId> cells) {
        this.nanoClock = nanoClock;
        this.regions = List.copyOf(regions);
        this.cells = cells.stream().sorted().toList();
        regions.forEach(region -> standings.put(region, Standing.UNKNOWN));
    }

    /** @return false when it has no room for one node more, and takes no note */
    boolean told(SignalReport report) {
        forgetTheSilent();
        if (byNode.size() >= NODES_MAX && !byNode.containsKey(report.node())) {
            return false;
        }
        byNode.put(report.node(), new Told(report, nanoClock.getAsLong()));
        return true;
    }

    private void forgetTheSilent() {
        long now = nanoClock.getAsLong();
        byNode.values().removeIf(told -> now - told.atNanos() > SILENT_NANOS);
    }

    /** To be called regularly: the states follow from several looks in a row. */
    public void look() {
        JoinedView view = now();
        standings.replaceAll((region, standing) -> standing.next(RULE, view.evidence(region)));
    }

    /** @return how the region was at the last look; unknown for one that is not of the mesh */
    public Standing standing(Region region) {
        return standings.getOrDefault(region, Standing.UNKNOWN);
    }

    /** All that was told within {@value #SILENT_SECONDS} s. */
    public JoinedView now() {
        forgetTheSilent();
        Map<String, SignalReport> reports = new TreeMap<>();
        byNode.forEach((node, told) -> reports.put(node, told.report()));
        return new JoinedView(regions, cells, reports);
    }

    /** @return milliseconds since each node told something */
    Map<String, Long> ages() {
        long now = nanoClock.getAsLong();
        Map<String, Long> ages = new TreeMap<>();
        byNode.forEach((node, told) ->
                ages.put(node, Duration.ofNanos(now - told.atNanos()).toMillis()));
        return ages;
    }
}
