package dev.cellmesh.model.placement.blast;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.Seating;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is hit in a region when these cells die?
 *
 * @param all tenants that lose every cell
 * @param part tenants that lose some and are served by the rest
 * @param nothing tenants that lose none
 */
public record BlastRadius(int all, int part, int nothing) {

    public static BlastRadius of(Seating seating, Region region, Collection<CellId> dead) {
        return count(seating.cellsIn(region), dead, Optional.empty());
    }

    /** What one tenant's poison takes from the others, when it kills every cell that the tenant has. */
    public static BlastRadius ofPoison(Seating seating, Region region, TenantId poisonous) {
        Map<TenantId, List<CellId>> places = seating.cellsIn(region);
        return count(places, places.getOrDefault(poisonous, List.of()), Optional.of(poisonous));
    }

    private static BlastRadius count(
            Map<TenantId, List<CellId>> places, Collection<CellId> dead, Optional<TenantId> leftOut) {
        Set<CellId> gone = new HashSet<>(dead);
        int all = 0;
        int part = 0;
        int nothing = 0;
        for (Map.Entry<TenantId, List<CellId>> place : places.entrySet()) {
            if (leftOut.filter(place.getKey()::equals).isEmpty()) {
                long lost = place.getValue().stream().filter(gone::contains).count();
                if (lost == 0) {
                    nothing++;
                } else if (lost == place.getValue().size()) {
                    all++;
                } else {
                    part++;
                }
            }
        }
        return new BlastRadius(all, part, nothing);
    }

    public int tenants() {
        return all + part + nothing;
    }

    /** Is this one worse: do more lose all, or as many, and more lose a part? */
    public boolean isWorseThan(BlastRadius other) {
        return all != other.all ? all > other.all : part > other.part;
    }
}
