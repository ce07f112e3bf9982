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
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        SortedSet<CellId> cells,
        Map<RingId, Long> writerEpochs,
        SortedMap<TenantId, TenantRecord> tenants,
        Hash auditHash,
        Seating seating) {
    /** Cells are numbered through the zones of their region in turn: c01 in the first, c02 in the second. */
    static final int ZONES_PER_REGION = 3;

    static final MeshState EMPTY =
            new MeshState(0, new TreeSet<>(), new TreeSet<>(), Map.of(), new TreeMap<>(), AuditEntry.GENESIS);

    MeshState {
        regions = Collections.unmodifiableSortedSet(regions);
        cells = Collections.unmodifiableSortedSet(cells);
        writerEpochs = Map.copyOf(writerEpochs);
        tenants = Collections.unmodifiableSortedMap(tenants);
    }

    MeshState(
            long epoch,
            SortedSet<Region> regions,
            SortedSet<CellId> cells,
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

    /** The seating if a tenant had left these cells, and its seats there were to be given anew. */
    Seating seatingWithout(TenantRecord tenant, Set<CellId> left) {
        if (left.isEmpty()) {
            return seating;
        }
        Map<Region, List<CellId>> kept = new HashMap<>();
        cellsOf(tenant)
                .forEach((region, had) -> kept.put(
                        region,
                        had.stream().filter(cell -> !left.contains(cell)).toList()));
        Seating without = seating.copy();
        without.put(tenant.id(), kept, false);
        return without;
    }

    private static void seat(Seating seating, TenantRecord tenant) {
        seating.put(tenant.id(), cellsOf(tenant), false);
    }

    private static Map<Region, List<CellId>> cellsOf(TenantRecord tenant) {
        return tenant.placing().isUnderWay()
                ? tenant.placing().target()
                : tenant.route().cells();
    }

    Membership membership() {
        return Membership.of(cells).inZones(ZONES_PER_REGION);
    }

    /** The state after a tenant's change. */
    MeshState with(TenantRecord changed, AuditEntry audited) {
        SortedMap<TenantId, TenantRecord> next = new TreeMap<>(tenants);
        next.put(changed.id(), changed);
        Seating seated = seating.copy();
        seat(seated, changed);
        return new MeshState(audited.epoch(), regions, cells, writerEpochs, next, audited.hash(), seated);
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
