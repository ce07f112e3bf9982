package dev.cellmesh.services.edge.region;

import dev.cellmesh.model.Region;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which region is nearer? By what was measured from this edge; those that do not answer come last, and ties are by name. */
public final class RegionOrder {
    private RegionOrder() {}

    /**
     * All regions, the preferred one first, then the edge's own, then the nearest.
     *
     * @param distances of the other regions; a region that is missing counts as one that does not answer
     */
    public static List<Region> of(
            Region preferred, Region own, Collection<Region> regions, Map<Region, Distance> distances) {
        List<Region> order = new ArrayList<>(regions);
        order.sort(Comparator.comparing((Region region) -> !region.equals(preferred))
                .thenComparing(region -> !region.equals(own))
                .thenComparing(region ->
                        !distances.getOrDefault(region, Distance.UNKNOWN).isReachable())
                .thenComparingLong(region ->
                        distances.getOrDefault(region, Distance.UNKNOWN).nanos().orElse(Long.MAX_VALUE))
                .thenComparing(Comparator.naturalOrder()));
        return List.copyOf(order);
    }
}
