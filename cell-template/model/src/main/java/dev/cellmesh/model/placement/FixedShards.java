package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.PlacementOutcome.Placed;
import dev.cellmesh.model.placement.PlacementOutcome.Seats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What would it be without shuffling? The cells of a region are cut into fixed groups of {@code k}, and a tenant gets the group
 * with the fewest others. Who is poisonous takes everything from all of its group. No mesh should use it: it is what a proof compares
 * {@link ShufflePlacement} with, as is the one group of all cells, {@link #none()}.
 *
 * <p>What was agreed with a tenant is not looked at.
 */
public final class FixedShards implements Placement {
    private final int cellsPerShard;

    /** @param cellsPerShard 1 to {@value ShufflePlacement#CELLS_PER_REGION_MAX}; what is left over belongs to the last group */
    public FixedShards(int cellsPerShard) {
        ShufflePlacement.checkCellsPerRegion(cellsPerShard);
        this.cellsPerShard = cellsPerShard;
    }

    /** No shards at all: everybody is on every cell. */
    public static FixedShards none() {
        return new FixedShards(ShufflePlacement.CELLS_PER_REGION_MAX);
    }

    @Override
    public PlacementOutcome place(Membership membership, Seating soFar, TenantId tenant, Wish wish) {
        SortedMap<Region, Seats> seats = new TreeMap<>();
        for (Region region : membership.cells().keySet()) {
            List<CellId> shard = shard(membership, region, soFar, tenant);
            seats.put(region, new RegionTable(membership, region, soFar, tenant).seats(shard));
        }
        return new Placed(seats);
    }

    /** Never: whole shards are given. */
    @Override
    public boolean isShort(Membership membership, Seating soFar, TenantId tenant, Wish wish) {
        return false;
    }

    private List<CellId> shard(Membership membership, Region region, Seating soFar, TenantId tenant) {
        List<List<CellId>> shards = shards(List.copyOf(membership.cells().get(region)));
        List<CellId> own = soFar.cellsOf(tenant, region);
        OtherTenants others = soFar.othersThan(tenant, region);
        return shards.stream()
                .filter(shard -> new HashSet<>(shard).equals(new HashSet<>(own)))
                .findFirst()
                .orElseGet(() -> shards.stream()
                        .min(Comparator.comparingInt(shard -> others.load(shard.getFirst())))
                        .orElseThrow());
    }

    private List<List<CellId>> shards(List<CellId> cells) {
        int count = Math.max(1, cells.size() / cellsPerShard);
        List<List<CellId>> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int end = i == count - 1 ? cells.size() : (i + 1) * cellsPerShard;
            shards.add(cells.subList(i * cellsPerShard, end));
        }
        return shards;
    }

    @Override
    public String toString() {
        return "FixedShards(" + cellsPerShard + " per shard)";
    }
}
