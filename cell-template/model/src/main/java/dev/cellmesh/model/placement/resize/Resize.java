package dev.cellmesh.model.placement.resize;

import dev.cellmesh.model.CellId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is the next step from the cells that a tenant has in a region to those that it shall have, so that nothing on its way is
 * ever refused? Pure, and it needs no memory: whoever crashed asks again, and a target that changes midway is simply the new one.
 *
 * <p>A cell accepts, and says so, before an edge sends, and stops accepting after the last edge has stopped sending and what was sent
 * is done. No cell is spared before one of those that remain was heard from: the others may be dead.
 * One cell comes or goes at a time; the tenant never has fewer cells than before or after, whichever is less. In a region that came
 * after the tenant it has none before.
 */
public final class Resize {
    /** What one step does with its cell. */
    public enum Change {
        /** The cell begins to accept. */
        ADMIT,
        /** Edges begin to send. */
        SERVE,
        /** Edges stop sending. */
        SPARE,
        /** The cell stops accepting. */
        FORGET
    }

    /** @param before what has to be true of the present routes before this becomes the next ones */
    public record Step(Change change, CellId cell, Wait before, Stand after) {}

    private Resize() {}

    /**
     * @param target at least one cell
     * @return empty when the tenant has arrived
     */
    public static Optional<Step> next(Stand stand, List<CellId> target) {
        if (target.isEmpty()) {
            throw new IllegalArgumentException("a tenant needs a cell");
        }
        Set<CellId> wanted = new HashSet<>(target);
        Optional<CellId> forgotten = stand.accepting().stream()
                .filter(cell -> !stand.serving().contains(cell) && !wanted.contains(cell))
                .findFirst();
        Optional<CellId> ready = first(target, stand.accepting(), stand.serving());
        Optional<CellId> missing = target.stream()
                .filter(cell -> !stand.accepting().contains(cell))
                .findFirst();
        Optional<CellId> spared =
                stand.serving().stream().filter(cell -> !wanted.contains(cell)).findFirst();
        if (forgotten.isPresent()) {
            return forgotten.map(cell -> new Step(Change.FORGET, cell, Wait.EDGES_AND_QUIET, stand.forget(cell)));
        }
        if (ready.isPresent()) {
            return ready.map(cell -> new Step(Change.SERVE, cell, Wait.forCell(cell), stand.serve(cell)));
        }
        boolean oneTooMany = stand.serving().size() > target.size();
        if (spared.isPresent() && (oneTooMany || missing.isEmpty())) {
            return spared.map(cell -> {
                Stand after = stand.spare(cell);
                return new Step(Change.SPARE, cell, Wait.forEdgesAndOneOf(after.serving()), after);
            });
        }
        return missing.map(cell -> new Step(Change.ADMIT, cell, Wait.NOTHING, stand.admit(cell)));
    }

    /** Of these, the first that accepts and does not serve. */
    private static Optional<CellId> first(List<CellId> target, List<CellId> accepting, List<CellId> serving) {
        return target.stream()
                .filter(cell -> accepting.contains(cell) && !serving.contains(cell))
                .findFirst();
    }
}
