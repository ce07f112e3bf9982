package dev.cellmesh.runtime.signal;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.budget.BudgetReading;
import dev.cellmesh.model.signal.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What does a node tell the control plane, every few seconds? Whole each time: a lost one costs nothing.
 *
 * @param node who tells
 * @param regions what became of clients' requests, by the region that should have served them; of edges
 * @param cells at most {@value #CELLS_MAX}; of edges
 * @param budgets by operation, at most {@value #BUDGETS_MAX}; of edges
 * @param self of cells
 */
public record SignalReport(
        String node,
        Region region,
        Map<Region, Traffic> regions,
        List<CellSight> cells,
        Map<String, BudgetReading> budgets,
        Optional<CellSelf> self) {
    /** With 100 bytes for a cell and 250 for a budget, a report stays below the 64 KiB that the control plane takes. */
    public static final int CELLS_MAX = 256;

    public static final int BUDGETS_MAX = 128;

    public SignalReport {
        regions = Map.copyOf(regions);
        cells = List.copyOf(cells);
        budgets = Map.copyOf(budgets);
        if (cells.size() > CELLS_MAX || budgets.size() > BUDGETS_MAX) {
            throw new IllegalArgumentException(
                    cells.size() + " cells and " + budgets.size() + " budgets are too many for a report");
        }
    }

    public static SignalReport ofCell(String node, Region region, CellSelf self) {
        return new SignalReport(node, region, Map.of(), List.of(), Map.of(), Optional.of(self));
    }

    public static SignalReport ofEdge(
            String node,
            Region region,
            Map<Region, Traffic> regions,
            List<CellSight> cells,
            Map<String, BudgetReading> budgets) {
        return new SignalReport(node, region, regions, cells, budgets, Optional.empty());
    }
}
