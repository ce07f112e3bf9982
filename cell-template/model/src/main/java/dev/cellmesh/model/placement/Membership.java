package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which cells are there? At least one in each region; iterated in the order of their names everywhere. */
public record Membership(SortedMap<Region, SortedSet<CellId>> cells) {
    public Membership {
        SortedMap<Region, SortedSet<CellId>> copy = new TreeMap<>();
        cells.forEach((region, members) -> {
            if (members.isEmpty()) {
                throw new IllegalArgumentException("no cell in region " + region);
            }
            copy.put(region, Collections.unmodifiableSortedSet(new TreeSet<>(members)));
        });
        cells = Collections.unmodifiableSortedMap(copy);
    }

    public static Membership of(Collection<CellId> cells) {
        SortedMap<Region, SortedSet<CellId>> byRegion = new TreeMap<>();
        cells.forEach(cell -> byRegion.computeIfAbsent(cell.region(), region -> new TreeSet<>())
                .add(cell));
        return new Membership(byRegion);
    }
}
