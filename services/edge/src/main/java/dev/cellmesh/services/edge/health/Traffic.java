package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;

/**
 * Whose request is it, and with which others may it be compared?
 *
 * @param home of the tenant: away from there, a read may have to go far
 */
public record Traffic(TenantId tenant, Region home, TrafficClass kind) {
    static final int LANES = 2 * TrafficClass.COUNT;

    /** Requests of one lane are alike at all cells of a region; 0 to {@link #LANES} - 1. */
    int laneAt(CellId cell) {
        return 2 * kind.number() + (home.equals(cell.region()) ? 1 : 0);
    }
}
