package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Has a place been found, and whom does the tenant share it with? */
public sealed interface PlacementOutcome {

    /** One for each region of the membership. */
    record Placed(SortedMap<Region, Seats> seats) implements PlacementOutcome {
        public Placed {
            seats = Collections.unmodifiableSortedMap(new TreeMap<>(seats));
        }

        public Map<Region, List<CellId>> cells() {
            SortedMap<Region, List<CellId>> cells = new TreeMap<>();
            seats.forEach((region, given) -> cells.put(region, given.cells()));
            return Collections.unmodifiableSortedMap(cells);
        }
    }

    /** Nothing is changed anywhere when one region has no place. */
    record NoPlace(Region region, Why why) implements PlacementOutcome {}

    enum Why {
        /** A pinned cell is not in the membership. */
        NO_SUCH_CELL,
        /** A pinned cell takes nobody any more. */
        CELL_DRAINED,
        /** A pinned cell is another tenant's alone. */
        CELL_DEDICATED,
        /** All cells are drained or dedicated; or a dedicated tenant needs more cells without tenants than there are. */
        TOO_FEW_FREE_CELLS
    }

    /**
     * A tenant's place in one region.
     *
     * @param cells in a fixed order
     * @param sameSet how many other tenants have the very same cells: what poisons this one takes everything from them. 0 as
     *     long as there are sets that nobody has
     * @param overlapMost how many of the cells the nearest other tenant has, too
     */
    record Seats(List<CellId> cells, int sameSet, int overlapMost) {
        public Seats {
            cells = List.copyOf(cells);
        }

        public boolean isShared() {
            return sameSet > 0;
        }
    }
}
