package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who has which cells? The places so far, with what a placement asks of them ready: how many tenants a cell has, who else has a
 * set. To place a tenant reads it and changes nothing; what was placed is put in afterwards. One thread, or nobody who changes
 * it.
 */
public final class Seating {
    private record Place(Map<Region, List<CellId>> cells, boolean dedicated) {}

    private final Map<TenantId, Place> places;
    private final Map<Region, RegionSeating> regions = new HashMap<>();

    public Seating() {
        this.places = new HashMap<>();
    }

    private Seating(Seating other) {
        this.places = new HashMap<>(other.places);
        other.regions.forEach((region, seating) -> regions.put(region, seating.copy()));
    }

    public Seating copy() {
        return new Seating(this);
    }

    public static Seating of(Map<TenantId, Map<Region, List<CellId>>> places) {
        Seating seating = new Seating();
        places.forEach((tenant, cells) -> seating.put(tenant, cells, false));
        return seating;
    }

    /**
     * Gives a tenant this place instead of the one it had.
     *
     * @param dedicated whether nobody else gets these cells
     */
    public void put(TenantId tenant, Map<Region, List<CellId>> cells, boolean dedicated) {
        remove(tenant);
        Place place = new Place(copyOf(cells), dedicated);
        places.put(tenant, place);
        place.cells().forEach((region, given) -> in(region).add(given, dedicated));
    }

    public void remove(TenantId tenant) {
        Place gone = places.remove(tenant);
        if (gone != null) {
            gone.cells().forEach((region, given) -> in(region).remove(given, gone.dedicated()));
        }
    }

    /** In the order of the tenants. */
    public Map<TenantId, List<CellId>> cellsIn(Region region) {
        Map<TenantId, List<CellId>> cells = new TreeMap<>();
        places.forEach((tenant, place) -> cells.put(tenant, place.cells().getOrDefault(region, List.of())));
        return cells;
    }

    public int tenants() {
        return places.size();
    }

    /** How many tenants have this cell? */
    public int tenantsOf(CellId cell) {
        RegionSeating region = regions.get(cell.region());
        return region == null ? 0 : region.load(cell.number());
    }

    List<CellId> cellsOf(TenantId tenant, Region region) {
        Place place = places.get(tenant);
        return place == null ? List.of() : place.cells().getOrDefault(region, List.of());
    }

    /** All tenants but this one, as one region sees them. */
    OtherTenants othersThan(TenantId tenant, Region region) {
        Place place = places.get(tenant);
        return new OtherTenants(
                regions.getOrDefault(region, RegionSeating.NOBODY),
                CellSet.of(cellsOf(tenant, region)),
                place != null && place.dedicated());
    }

    private RegionSeating in(Region region) {
        return regions.computeIfAbsent(region, first -> new RegionSeating());
    }

    private static Map<Region, List<CellId>> copyOf(Map<Region, List<CellId>> cells) {
        Map<Region, List<CellId>> copy = new HashMap<>();
        cells.forEach((region, given) -> copy.put(region, List.copyOf(given)));
        return Collections.unmodifiableMap(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seating seating && places.equals(seating.places);
    }

    @Override
    public int hashCode() {
        return places.hashCode();
    }

    @Override
    public String toString() {
        return "Seating(" + places.size() + " tenants)";
    }
}
