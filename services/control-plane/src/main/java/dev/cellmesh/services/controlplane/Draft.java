package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.Membership;
import dev.cellmesh.model.placement.Placement;
import dev.cellmesh.model.placement.PlacementOutcome;
import dev.cellmesh.model.placement.Seating;
import dev.cellmesh.model.placement.Wish;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who sits where while one change places several tenants? Each knows of those before it. For one decision, on one thread. */
final class Draft {
    private final MeshState state;
    private final Placement placement;
    private final Membership membership;
    private final Seating seating;
    private final Map<TenantId, TenantRecord> accepted = new LinkedHashMap<>();

    /** @param membership of the state; with more cells shut where less may be given */
    Draft(MeshState state, Placement placement, Membership membership) {
        this.state = state;
        this.placement = placement;
        this.membership = membership;
        this.seating = state.seating().copy();
    }

    Membership membership() {
        return membership;
    }

    boolean knows(TenantId tenant) {
        return accepted.containsKey(tenant) || state.tenants().containsKey(tenant);
    }

    int tenants() {
        return seating.tenants();
    }

    /** A place for somebody who has none. */
    PlacementOutcome place(TenantId tenant, Wish wish) {
        return placement.place(membership, seating, tenant, wish);
    }

    /** Has it fewer cells than were agreed, although there are more to give? */
    boolean isShort(TenantRecord tenant) {
        return placement.isShort(
                membership, seating, tenant.id(), tenant.placing().wish());
    }

    /**
     * Another place for somebody who has one.
     *
     * @param leave cells that it shall not have any more, drained or not
     */
    PlacementOutcome move(TenantRecord tenant, Wish wish, Set<CellId> leave) {
        Set<CellId> shut = new TreeSet<>(membership.drained());
        shut.addAll(leave);
        Map<Region, List<CellId>> kept = new HashMap<>();
        tenant.goesTo()
                .forEach((region, had) -> kept.put(
                        region,
                        had.stream().filter(cell -> !leave.contains(cell)).toList()));
        seating.put(tenant.id(), kept, tenant.placing().isDedicated());
        PlacementOutcome outcome = placement.place(membership.drained(shut), seating, tenant.id(), wish);
        seat(tenant);
        return outcome;
    }

    void accept(TenantRecord tenant) {
        accepted.put(tenant.id(), tenant);
        seat(tenant);
    }

    /** In the order in which they were accepted. */
    List<TenantRecord> accepted() {
        return List.copyOf(accepted.values());
    }

    private void seat(TenantRecord tenant) {
        seating.put(tenant.id(), tenant.goesTo(), tenant.placing().isDedicated());
    }
}
