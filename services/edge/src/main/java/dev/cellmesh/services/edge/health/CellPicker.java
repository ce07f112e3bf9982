package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which of a tenant's cells gets the next request? Of two healthy ones taken by chance, the one with fewer in flight from this edge:
 * nearly as good as to compare all, and no cell draws everybody at once (the power of two choices; Mitzenmacher, 2001). A cell
 * that is degraded or recovering stands for choice as often as its share says. When none of the healthy ones is left, the rest is
 * better than to refuse: the slow before the broken, and those before the unreachable.
 */
public final class CellPicker {
    private final FleetHealth health;
    private final RandomGenerator random;

    public CellPicker(FleetHealth health, RandomGenerator random) {
        this.health = health;
        this.random = random;
    }

    /**
     * @param tried cells that the request was at already; never picked again
     * @param isRead whether it may find out how a cell is that was out
     */
    public Optional<CellId> pick(Collection<CellId> cells, Set<CellId> tried, boolean isRead) {
        List<CellHealth> best = new ArrayList<>(cells.size());
        boolean oneTakesPart = false;
        for (CellId id : cells) {
            if (tried.contains(id)) {
                continue;
            }
            CellHealth cell = health.of(id);
            boolean takesPart = cell.takesPart(isRead, random);
            int order = Boolean.compare(oneTakesPart, takesPart);
            if (order == 0 && !takesPart && !best.isEmpty()) {
                order = cell.state().compareTo(best.getFirst().state());
            }
            if (order < 0) {
                best.clear();
                oneTakesPart = takesPart;
            }
            if (order <= 0) {
                best.add(cell);
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(ofTwo(best).id());
    }

    private CellHealth ofTwo(List<CellHealth> cells) {
        int one = random.nextInt(cells.size());
        if (cells.size() == 1) {
            return cells.get(one);
        }
        int other = (one + 1 + random.nextInt(cells.size() - 1)) % cells.size();
        return cells.get(other).inFlight() < cells.get(one).inFlight() ? cells.get(other) : cells.get(one);
    }

    /**
     * Whether a cell of another region is better than this one, for a request that is not under way to it yet.
     *
     * @param isRead whether it may find out how a cell is that was out
     */
    public boolean isOut(CellId cell, boolean isRead) {
        return health.of(cell).isOut(isRead);
    }

    public void panicked(CellId cell) {
        health.panicked(cell);
    }
}
