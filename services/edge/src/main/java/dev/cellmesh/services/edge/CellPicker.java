package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which of a tenant's cells gets the next request? The one with the fewest in flight from this edge; of equals, any. A cell
 * that could not be reached is left out until it answers a probe, unless there is no other: to try is better than to
 * refuse.
 */
final class CellPicker {
    private final RandomGenerator random;
    private final Map<CellId, Integer> inFlight = new HashMap<>();
    private final Set<CellId> leftOut = new HashSet<>();
    private int total;

    CellPicker(RandomGenerator random) {
        this.random = random;
    }

    /** @param tried cells that the request was at already; never picked again */
    Optional<CellId> pick(Collection<CellId> cells, Set<CellId> tried) {
        List<CellId> best = new ArrayList<>(cells.size());
        for (CellId cell : cells) {
            if (tried.contains(cell)) {
                continue;
            }
            int order = best.isEmpty() ? -1 : compare(cell, best.get(0));
            if (order < 0) {
                best.clear();
            }
            if (order <= 0) {
                best.add(cell);
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best.get(random.nextInt(best.size())));
    }

    private int compare(CellId one, CellId other) {
        int byHealth = Boolean.compare(leftOut.contains(one), leftOut.contains(other));
        return byHealth != 0 ? byHealth : Integer.compare(inFlight(one), inFlight(other));
    }

    boolean isLeftOut(CellId cell) {
        return leftOut.contains(cell);
    }

    int inFlight(CellId cell) {
        return inFlight.getOrDefault(cell, 0);
    }

    /** To be called once for each {@link #ended}. */
    void began(CellId cell) {
        total++;
        inFlight.merge(cell, 1, Integer::sum);
    }

    void ended(CellId cell) {
        total--;
        inFlight.computeIfPresent(cell, (id, count) -> count == 1 ? null : count - 1);
    }

    /** @return whether it was in until now */
    boolean leaveOut(CellId cell) {
        return leftOut.add(cell);
    }

    void takeBack(CellId cell) {
        leftOut.remove(cell);
    }

    /** At all cells together. */
    int inFlight() {
        return total;
    }

    int leftOut() {
        return leftOut.size();
    }
}
