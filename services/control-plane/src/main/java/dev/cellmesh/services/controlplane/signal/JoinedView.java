package dev.cellmesh.services.controlplane.signal;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.budget.BudgetReading;
import dev.cellmesh.model.signal.Disagreement;
import dev.cellmesh.model.signal.Evidence;
import dev.cellmesh.model.signal.HealthState;
import dev.cellmesh.model.signal.LagBlame;
import dev.cellmesh.model.signal.ReplicaLag;
import dev.cellmesh.model.signal.Traffic;
import dev.cellmesh.runtime.signal.CellSelf;
import dev.cellmesh.runtime.signal.CellSight;
import dev.cellmesh.runtime.signal.SignalReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What do edges and cells say of the same things? Their reports of one moment, laid side by side; nothing of it changes any more.
 */
public final class JoinedView {
    /**
     * One cell, as itself and as each edge sees it.
     *
     * @param own empty when it has not told
     * @param byEdge no entry for an edge that says nothing of it
     */
    public record Cell(CellId id, Optional<CellSelf> own, Map<String, CellSight> byEdge) {
        public HealthState ownState() {
            return own.map(CellSelf::state).orElse(HealthState.UNKNOWN);
        }

        public Disagreement disagreement() {
            return Disagreement.between(
                    ownState(), byEdge.values().stream().map(CellSight::state).toList());
        }

        /** Does nobody who could know it see it answer? */
        private boolean isOut() {
            boolean usable = byEdge.values().stream().anyMatch(sight -> sight.state() != HealthState.UNHEALTHY);
            return own.isEmpty() && !byEdge.isEmpty() && !usable;
        }
    }

    private final List<Region> regions;
    private final Map<CellId, Cell> cells = new TreeMap<>();
    private final Map<Region, Integer> reporters = new HashMap<>();
    private final Map<Region, Traffic> traffic = new HashMap<>();
    private final Map<Region, Map<String, BudgetReading>> budgets = new TreeMap<>();
    private final Map<Region, OptionalLong> lags;

    /** @param reports by node */
    JoinedView(List<Region> regions, Collection<CellId> ids, Map<String, SignalReport> reports) {
        this.regions = regions;
        List<ReplicaLag> replicas = new ArrayList<>();
        ids.forEach(id -> cells.put(id, cell(id, reports)));
        reports.values().forEach(report -> {
            report.self().ifPresent(self -> {
                replicas.addAll(self.replicas());
                reporters.merge(report.region(), 1, Integer::sum);
            });
            report.regions().forEach((region, seen) -> {
                traffic.merge(region, seen, Traffic::and);
                if (seen.requests() > 0) {
                    reporters.merge(region, 1, Integer::sum);
                }
            });
            Map<String, BudgetReading> ofRegion = budgets.computeIfAbsent(report.region(), region -> new TreeMap<>());
            report.budgets().forEach((profile, reading) -> ofRegion.merge(profile, reading, BudgetReading::and));
        });
        this.lags = LagBlame.of(replicas);
    }

    private static Cell cell(CellId id, Map<String, SignalReport> reports) {
        Map<String, CellSight> byEdge = new TreeMap<>();
        reports.forEach((node, report) -> report.cells().stream()
                .filter(sight -> sight.cell().equals(id))
                .forEach(sight -> byEdge.put(node, sight)));
        return new Cell(
                id, Optional.ofNullable(reports.get(id.toString())).flatMap(SignalReport::self), Map.copyOf(byEdge));
    }

    public List<Region> regions() {
        return regions;
    }

    /** All of the mesh, in their order. */
    public Collection<Cell> cells() {
        return cells.values();
    }

    /** By the region of the edges that told, and by operation. */
    public Map<Region, Map<String, BudgetReading>> budgets() {
        return budgets;
    }

    /** What is known of a region: by the traffic of all edges, by its cells, and by the replicas of all. */
    public Evidence evidence(Region region) {
        List<Cell> own = cells.values().stream()
                .filter(cell -> cell.id().region().equals(region))
                .toList();
        int out = (int) own.stream().filter(Cell::isOut).count();
        return new Evidence(
                reporters.getOrDefault(region, 0) + (out > 0 ? 1 : 0),
                traffic.getOrDefault(region, Traffic.NONE),
                own.size(),
                out,
                lags.getOrDefault(region, OptionalLong.empty()));
    }
}
