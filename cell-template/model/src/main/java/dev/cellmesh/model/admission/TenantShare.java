package dev.cellmesh.model.admission;

import dev.cellmesh.model.route.TenantPlan;

/**
 * How much of a tenant's plan may one of its cells let through by itself? Cells do not talk about it: each takes its share of what the
 * plan allows in its region. A tenant's {@code k} cells have shares as if there were {@code k - 1}, so that it still gets all of its
 * plan while one of them is lost; see RATIONALE.md.
 *
 * @param requestsPerSecond lasting, at least 1
 * @param burst at once after a pause, at least 1
 */
public record TenantShare(int requestsPerSecond, int burst) {
    /**
     * @param cells {@code k}: the tenant's cells of the region; what is less than one counts as one
     */
    public static TenantShare of(TenantPlan plan, int cells) {
        int sharing = Math.max(1, cells - 1);
        return new TenantShare(Math.ceilDiv(plan.requestsPerSecond(), sharing), Math.ceilDiv(plan.burst(), sharing));
    }

    /** Less of anything than the other? */
    public boolean isBelow(TenantShare other) {
        return requestsPerSecond < other.requestsPerSecond || burst < other.burst;
    }
}
