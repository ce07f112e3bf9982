package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import java.util.List;
import java.util.Map;

/**
 * Which cells shall serve this tenant? A pure function: the same membership, placements and tenant give the same cells on
 * every machine. The control plane stores what it returns; everyone else only reads it.
 */
public interface Placement {
    /**
     * @param membership the cells there are, per region
     * @param soFar every stored placement; the tenant's own too when it has one, since a good placement keeps to it
     * @return the tenant's cells in each region of the membership, in a fixed order
     */
    Map<Region, List<CellId>> place(
            Membership membership, Map<TenantId, Map<Region, List<CellId>>> soFar, TenantId tenant);
}
