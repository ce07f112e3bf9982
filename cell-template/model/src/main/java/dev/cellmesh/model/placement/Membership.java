package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which cells are there, and what fails together with them? At least one in each region; iterated in the order of their names
 * everywhere.
 *
 * @param zones the fault domain of a cell within its region, at most {@value #ZONES_MAX} in one region; cells that are not
 *     named here are in one zone together
 * @param drained cells that get no new tenants
 */
public record Membership(
        SortedMap<Region, SortedSet<CellId>> cells, SortedMap<CellId, String> zones, SortedSet<CellId> drained) {
    /** No cloud has more than six in a region; a bit each. */
    public static final int ZONES_MAX = 64;

    private static final String NO_ZONE = "";

    public Membership {
        SortedMap<Region, SortedSet<CellId>> copy = new TreeMap<>();
        for (Map.Entry<Region, SortedSet<CellId>> entry : cells.entrySet()) {
            if (entry.getValue().isEmpty()) {
                throw new IllegalArgumentException("no cell in region " + entry.getKey());
            }
            copy.put(entry.getKey(), Collections.unmodifiableSortedSet(new TreeSet<>(entry.getValue())));
        }
        cells = Collections.unmodifiableSortedMap(copy);
        zones = Collections.unmodifiableSortedMap(new TreeMap<>(zones));
        drained = Collections.unmodifiableSortedSet(new TreeSet<>(drained));
        for (Map.Entry<Region, SortedSet<CellId>> entry : copy.entrySet()) {
            if (zonesOf(entry.getValue(), zones).size() > ZONES_MAX) {
                throw new IllegalArgumentException("more than " + ZONES_MAX + " zones in " + entry.getKey());
            }
        }
    }

    /** All in one zone, none drained. */
    public Membership(SortedMap<Region, SortedSet<CellId>> cells) {
        this(cells, new TreeMap<>(), new TreeSet<>());
    }

    /** All in one zone, none drained. */
    public static Membership of(Collection<CellId> cells) {
        SortedMap<Region, SortedSet<CellId>> byRegion = new TreeMap<>();
        cells.forEach(cell -> byRegion.computeIfAbsent(cell.region(), region -> new TreeSet<>())
                .add(cell));
        return new Membership(byRegion);
    }

    /** The same cells, each in the zone that {@link #zoneByNumber} says. */
    public Membership inZones(int count) {
        SortedMap<CellId, String> byNumber = new TreeMap<>();
        cells.values().forEach(members -> members.forEach(cell -> byNumber.put(cell, zoneByNumber(cell, count))));
        return new Membership(cells, byNumber, drained);
    }

    /** The zone of a cell where cells are numbered through the zones in turn: 1 is in z1, 2 in z2, and so on. */
    public static String zoneByNumber(CellId cell, int zones) {
        return "z" + ((cell.number() - 1) % zones + 1);
    }

    public Membership drained(Collection<CellId> gone) {
        return new Membership(cells, zones, new TreeSet<>(gone));
    }

    public String zoneOf(CellId cell) {
        return zones.getOrDefault(cell, NO_ZONE);
    }

    public boolean contains(CellId cell) {
        return cells.getOrDefault(cell.region(), Collections.emptySortedSet()).contains(cell);
    }

    /** In the order of their names. */
    SortedSet<String> zonesIn(Region region) {
        return zonesOf(cells.get(region), zones);
    }

    private static SortedSet<String> zonesOf(Set<CellId> members, Map<CellId, String> zones) {
        SortedSet<String> names = new TreeSet<>();
        members.forEach(cell -> names.add(zones.getOrDefault(cell, NO_ZONE)));
        return names;
    }
}
