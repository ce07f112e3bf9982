package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which {@code k} cells of each region shall serve this tenant, so that few others are hit with it? Shuffle sharding:
 *
 * <ul>
 *   <li>a tenant that has a place keeps it: only seats whose cell has left (or that never could be filled) are given anew,
 *       so one cell joining or leaving changes at most one member of its set;
 *   <li>a free seat goes to the cells that come first in the tenant's own {@link RendezvousRank}, unless another tenant has
 *       the very same set: then the next best set that fewest others have. So all sets differ as long as combinations last,
 *       and are shared evenly after that.
 * </ul>
 *
 * <p>RATIONALE.md beside this file says why a place must be remembered for both to hold.
 */
public final class ShufflePlacement implements Placement {
    /** As many as a region can have: {@link CellId} numbers end there. */
    public static final int CELLS_PER_REGION_MAX = 999;

    private final int cellsPerRegion;

    /**
     * @param cellsPerRegion {@code k}, 1 to {@value #CELLS_PER_REGION_MAX}; a region with fewer cells gives all it has
     */
    public ShufflePlacement(int cellsPerRegion) {
        if (cellsPerRegion < 1 || cellsPerRegion > CELLS_PER_REGION_MAX) {
            throw new IllegalArgumentException(
                    "a tenant gets 1 to " + CELLS_PER_REGION_MAX + " cells of a region, not " + cellsPerRegion);
        }
        this.cellsPerRegion = cellsPerRegion;
    }

    @Override
    public Map<Region, List<CellId>> place(
            Membership membership, Map<TenantId, Map<Region, List<CellId>>> soFar, TenantId tenant) {
        if (membership.cells().isEmpty()) {
            throw new IllegalArgumentException("no region to place " + tenant + " in");
        }
        SortedMap<Region, List<CellId>> placed = new TreeMap<>();
        membership.cells().forEach((region, members) -> placed.put(region, placeIn(region, members, soFar, tenant)));
        return Collections.unmodifiableSortedMap(placed);
    }

    private List<CellId> placeIn(
            Region region, SortedSet<CellId> members, Map<TenantId, Map<Region, List<CellId>>> soFar, TenantId tenant) {
        List<CellId> ranked = RendezvousRank.of(tenant, members);
        Set<CellId> own = new HashSet<>(soFar.getOrDefault(tenant, Map.of()).getOrDefault(region, List.of()));
        List<CellId> kept =
                ranked.stream().filter(own::contains).limit(cellsPerRegion).toList();
        List<CellId> others =
                ranked.stream().filter(cell -> !kept.contains(cell)).toList();
        int seats = Math.min(cellsPerRegion, ranked.size()) - kept.size();
        Set<CellId> chosen = fewestSharers(kept, new Combinations<>(others, seats), sharers(region, soFar, tenant));
        return ranked.stream().filter(chosen::contains).toList();
    }

    /** Looks at no more sets than the others have, plus one: each one passed over is somebody's. */
    private static Set<CellId> fewestSharers(
            List<CellId> kept, Iterator<List<CellId>> fillings, Map<Set<CellId>, Integer> sharers) {
        Set<CellId> best = Set.of();
        int fewest = Integer.MAX_VALUE;
        while (fewest > 0 && fillings.hasNext()) {
            Set<CellId> candidate = new HashSet<>(kept);
            candidate.addAll(fillings.next());
            int count = sharers.getOrDefault(candidate, 0);
            if (count < fewest) {
                fewest = count;
                best = candidate;
            }
        }
        return best;
    }

    private static Map<Set<CellId>, Integer> sharers(
            Region region, Map<TenantId, Map<Region, List<CellId>>> soFar, TenantId tenant) {
        Map<Set<CellId>, Integer> sharers = new HashMap<>();
        soFar.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(tenant))
                .flatMap(entry -> Stream.ofNullable(entry.getValue().get(region)))
                .forEach(cells -> sharers.merge(Set.copyOf(cells), 1, Integer::sum));
        return sharers;
    }

    @Override
    public String toString() {
        return "ShufflePlacement(" + cellsPerRegion + " per region)";
    }
}
