package dev.cellmesh.model.placement;

import dev.cellmesh.model.TenantId;

/**
 * Which cells shall serve this tenant? A pure function: the same membership, seating and wish give the same cells on every
 * machine. The control plane stores what it returns; everyone else only reads it.
 */
public interface Placement {
    /** @param soFar every stored place; the tenant's own too when it has one, since a good placement keeps to it */
    PlacementOutcome place(Membership membership, Seating soFar, TenantId tenant, Wish wish);

    /**
     * Has the tenant fewer cells in a region than were agreed, although there are more to give? Cheap, so that all can be asked. A
     * region where it has none is none of its own.
     */
    boolean isShort(Membership membership, Seating soFar, TenantId tenant, Wish wish);
}
