package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was agreed with this tenant about its cells? */
public sealed interface Wish {
    /** Nothing: as many cells as everybody gets, wherever they are. */
    Wish NONE = new Shuffled(OptionalInt.empty());

    /** @param cellsPerRegion instead of the mesh's own number; a region with fewer cells gives all it has */
    record Shuffled(OptionalInt cellsPerRegion) implements Wish {
        public Shuffled {
            cellsPerRegion.ifPresent(ShufflePlacement::checkCellsPerRegion);
        }
    }

    /** These cells and no others; regions that are not named are placed as for {@link #NONE}. */
    record Pinned(SortedMap<Region, List<CellId>> cells) implements Wish {
        public Pinned {
            SortedMap<Region, List<CellId>> copy = new TreeMap<>();
            cells.forEach((region, pinned) -> {
                boolean elsewhere =
                        pinned.stream().anyMatch(cell -> !cell.region().equals(region));
                if (pinned.isEmpty() || elsewhere || new HashSet<>(pinned).size() < pinned.size()) {
                    throw new IllegalArgumentException("not different cells of " + region + ": " + pinned);
                }
                copy.put(region, List.copyOf(pinned));
            });
            cells = Collections.unmodifiableSortedMap(copy);
        }
    }

    /** Cells that nobody else gets, as long as the tenant has them. */
    record Dedicated(OptionalInt cellsPerRegion) implements Wish {
        public Dedicated {
            cellsPerRegion.ifPresent(ShufflePlacement::checkCellsPerRegion);
        }
    }
}
