package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.placement.Membership;
import dev.cellmesh.model.placement.Seating;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import java.util.Collections;
import java.util.HashMap;
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
 * @param seating the tenants' places, or where they are going, ready for the next placement; read only
 */
record MeshState(
        long epoch,
        SortedSet<Region> regions,
        SortedMap<CellId, CellRecord> cells,
        Map<RingId, Long> writerEpochs,
        SortedMap<TenantId, TenantRecord> tenants,
        Hash auditHash,
        Seating seating) {
    static final MeshState EMPTY =
            new MeshState(0, new TreeSet<>(), new TreeMap<>(), Map.of(), new TreeMap<>(), AuditEntry.GENESIS);

    MeshState {
        regions = Collections.unmodifiableSortedSet(regions);
        cells = Collections.unmodifiableSortedMap(cells);
        writerEpochs = Map.copyOf(writerEpochs);
        tenants = Collections.unmodifiableSortedMap(tenants);
    }

    MeshState(
            long epoch,
            SortedSet<Region> regions,
            SortedMap<CellId, CellRecord> cells,
            Map<RingId, Long> writerEpochs,
            SortedMap<TenantId, TenantRecord> tenants,
            Hash auditHash) {
        this(epoch, regions, cells, writerEpochs, tenants, auditHash, seatingOf(tenants));
    }

    private static Seating seatingOf(SortedMap<TenantId, TenantRecord> tenants) {
        Seating seating = new Seating();
        tenants.values().forEach(tenant -> seat(seating, tenant));
        return seating;
    }

    private static void seat(Seating seating, TenantRecord tenant) {
        seating.put(tenant.id(), tenant.goesTo(), tenant.placing().isDedicated());
    }

    SortedSet<CellId> drained() {
        SortedSet<CellId> drained = new TreeSet<>();
        cells.values().stream().filter(CellRecord::drained).forEach(cell -> drained.add(cell.id()));
        return drained;
    }

    /** @param zones that cells are numbered through in each region: c01 in the first, c02 in the second */
    Membership membership(int zones) {
        return Membership.of(cells.keySet()).inZones(zones).drained(drained());
    }

    MeshState with(Decision.Change change) {
        SortedMap<TenantId, TenantRecord> nextTenants = new TreeMap<>(tenants);
        Seating seated = seating.copy();
        for (TenantRecord tenant : change.tenants()) {
            nextTenants.put(tenant.id(), tenant);
            seat(seated, tenant);
        }
        SortedMap<CellId, CellRecord> nextCells = new TreeMap<>(cells);
        change.cell().ifPresent(cell -> nextCells.put(cell.id(), cell));
        AuditEntry audited = change.audit();
        return new MeshState(audited.epoch(), regions, nextCells, writerEpochs, nextTenants, audited.hash(), seated);
    }

    /** The state after something that happened elsewhere was audited. */
    MeshState with(AuditEntry audited) {
        return new MeshState(audited.epoch(), regions, cells, writerEpochs, tenants, audited.hash(), seating);
    }

    RouteSnapshot snapshot() {
        Map<TenantId, TenantRoute> routes = new HashMap<>();
        tenants.forEach((id, tenant) -> routes.put(id, tenant.route()));
        return new RouteSnapshot(epoch, writerEpochs, routes);
    }
}
