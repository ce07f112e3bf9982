package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.PlacementOutcome.NoPlace;
import dev.cellmesh.model.placement.PlacementOutcome.Placed;
import dev.cellmesh.model.placement.PlacementOutcome.Seats;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which {@code k} cells of each region shall serve this tenant, so that few others are hit with it? Shuffle sharding:
 *
 * <ul>
 *   <li>a tenant that has a place keeps it: only seats whose cell has left (or that never could be filled) are given anew,
 *       so one cell joining or leaving changes at most one member of its set;
 *   <li>a set is spread over as many zones as the free seats can reach;
 *   <li>all sets differ as long as sets of that many zones last, and are shared evenly after that;
 *   <li>a cell with far more tenants than the others gets no further ones, as long as others will do;
 *   <li>what is then left to choose is chosen by the tenant's own {@link RendezvousRank}.
 * </ul>
 *
 * <p>RATIONALE.md beside this file says why in this order, and why a place must be remembered.
 */
public final class ShufflePlacement implements Placement {
    /** As many as a region can have: {@link CellId} numbers end there. */
    public static final int CELLS_PER_REGION_MAX = 999;

    private final int cellsPerRegion;

    /**
     * @param cellsPerRegion {@code k}, 1 to {@value #CELLS_PER_REGION_MAX}; a region with fewer cells gives all it has
     */
    public ShufflePlacement(int cellsPerRegion) {
        checkCellsPerRegion(cellsPerRegion);
        this.cellsPerRegion = cellsPerRegion;
    }

    static void checkCellsPerRegion(int cellsPerRegion) {
        if (cellsPerRegion < 1 || cellsPerRegion > CELLS_PER_REGION_MAX) {
            throw new IllegalArgumentException(
                    "a tenant gets 1 to " + CELLS_PER_REGION_MAX + " cells of a region, not " + cellsPerRegion);
        }
    }

    @Override
    public PlacementOutcome place(Membership membership, Seating soFar, TenantId tenant, Wish wish) {
        if (membership.cells().isEmpty()) {
            throw new IllegalArgumentException("no region to place " + tenant + " in");
        }
        if (wish instanceof Wish.Pinned pinned) {
            for (Region region : pinned.cells().keySet()) {
                if (!membership.cells().containsKey(region)) {
                    return new NoPlace(region, PlacementOutcome.Why.NO_SUCH_CELL);
                }
            }
        }
        SortedMap<Region, Seats> seats = new TreeMap<>();
        for (Region region : membership.cells().keySet()) {
            RegionTable table = new RegionTable(membership, region, soFar, tenant);
            Optional<PlacementOutcome.Why> refusal = wish instanceof Wish.Pinned pinned
                    ? table.refusalOf(pinned.cells().getOrDefault(region, List.of()))
                    : Optional.empty();
            List<CellId> cells = refusal.isPresent() ? List.of() : cellsOf(table, region, wish);
            if (cells.isEmpty()) {
                return new NoPlace(region, refusal.orElse(PlacementOutcome.Why.TOO_FEW_FREE_CELLS));
            }
            seats.put(region, table.seats(cells));
        }
        return new Placed(seats);
    }

    @Override
    public boolean isShort(Membership membership, Seating soFar, TenantId tenant, Wish wish) {
        return membership.cells().entrySet().stream()
                .anyMatch(region -> isShort(membership, soFar, tenant, wish, region.getKey()));
    }

    private boolean isShort(Membership membership, Seating soFar, TenantId tenant, Wish wish, Region region) {
        List<CellId> own = soFar.cellsOf(tenant, region);
        int missing = own.isEmpty() ? 0 : size(wish, region) - own.size();
        if (missing <= 0) {
            return false;
        }
        OtherTenants others = soFar.othersThan(tenant, region);
        boolean alone = wish instanceof Wish.Dedicated;
        long free = membership.cells().get(region).stream()
                .filter(cell -> !own.contains(cell) && !membership.drained().contains(cell))
                .filter(cell -> alone ? others.load(cell) == 0 : !others.isDedicated(cell))
                .count();
        return free >= (alone ? missing : 1);
    }

    private int size(Wish wish, Region region) {
        return switch (wish) {
            case Wish.Shuffled shuffled -> size(shuffled.cellsPerRegion());
            case Wish.Dedicated dedicated -> size(dedicated.cellsPerRegion());
            case Wish.Pinned pinned -> {
                Collection<CellId> given = pinned.cells().getOrDefault(region, List.of());
                yield given.isEmpty() ? cellsPerRegion : given.size();
            }
        };
    }

    /** Empty when there are none. */
    private List<CellId> cellsOf(RegionTable table, Region region, Wish wish) {
        return switch (wish) {
            case Wish.Shuffled shuffled -> table.shuffled(size(shuffled.cellsPerRegion()));
            case Wish.Dedicated dedicated -> table.dedicated(size(dedicated.cellsPerRegion()));
            case Wish.Pinned pinned -> {
                Collection<CellId> given = pinned.cells().getOrDefault(region, List.of());
                yield given.isEmpty() ? table.shuffled(cellsPerRegion) : List.copyOf(given);
            }
        };
    }

    private int size(OptionalInt wished) {
        return wished.orElse(cellsPerRegion);
    }

    @Override
    public String toString() {
        return "ShufflePlacement(" + cellsPerRegion + " per region)";
    }
}
