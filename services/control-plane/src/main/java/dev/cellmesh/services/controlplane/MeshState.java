package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.placement.Membership;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is the mesh made of, as of one epoch? All that a change is decided by. Every change raises the epoch, so a decision
 * made here holds in the database for as long as the epoch there is the same.
 *
 * @param regions in the order of their names
 * @param auditHash of the epoch's audit row; {@link AuditEntry#GENESIS} at epoch 0
 */
record MeshState(
        long epoch,
        SortedSet<Region> regions,
        SortedSet<CellId> cells,
        Map<RingId, Long> writerEpochs,
        SortedMap<TenantId, TenantRecord> tenants,
        Hash auditHash) {

    static final MeshState EMPTY =
            new MeshState(0, new TreeSet<>(), new TreeSet<>(), Map.of(), new TreeMap<>(), AuditEntry.GENESIS);

    MeshState {
        regions = Collections.unmodifiableSortedSet(regions);
        cells = Collections.unmodifiableSortedSet(cells);
        writerEpochs = Map.copyOf(writerEpochs);
        tenants = Collections.unmodifiableSortedMap(tenants);
    }

    Membership membership() {
        return Membership.of(cells);
    }

    Map<TenantId, Map<Region, List<CellId>>> placements() {
        Map<TenantId, Map<Region, List<CellId>>> placements = new HashMap<>();
        tenants.forEach((id, tenant) -> placements.put(id, tenant.route().cells()));
        return placements;
    }

    /** The state after a tenant's change. */
    MeshState with(TenantRecord changed, AuditEntry audited) {
        SortedMap<TenantId, TenantRecord> next = new TreeMap<>(tenants);
        next.put(changed.id(), changed);
        return new MeshState(audited.epoch(), regions, cells, writerEpochs, next, audited.hash());
    }

    /** The state after something that happened elsewhere was audited. */
    MeshState with(AuditEntry audited) {
        return new MeshState(audited.epoch(), regions, cells, writerEpochs, tenants, audited.hash());
    }

    RouteSnapshot snapshot() {
        Map<TenantId, TenantRoute> routes = new HashMap<>();
        tenants.forEach((id, tenant) -> routes.put(id, tenant.route()));
        return new RouteSnapshot(epoch, writerEpochs, routes);
    }
}
