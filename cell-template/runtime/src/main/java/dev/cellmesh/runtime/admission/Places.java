package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.admission.Priority;
import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.share.TenantShare;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who is in flight, and for whom is there room? A class may use its part of the limit together with all others, and a service its
 * part, of which its classes use theirs, and a tenant of a service its part of that. Asking and taking are two calls without anything between them on one event loop, which makes them
 * one step; a limiter that threads share would need a lock for the same (concurrency-limits' own partitioned one overshoots).
 */
final class Places {
    /** One service that stalls leaves a quarter of a cell to the others. */
    private static final double SERVICE_SHARE_MAX = 0.75;

    /** As much as whatever stalls leaves to the others. */
    private static final double FAIR_PART = 1 - SERVICE_SHARE_MAX;

    private final ConcurrencyLimit limit;
    private final boolean servicesShare;
    private final LongSupplier nanoClock;
    private final Map<String, OfService> ofServices = new HashMap<>();
    private int inFlight;

    private static final class OfService {
        private final TenantShare tenants;
        private int inFlight;

        OfService(TenantShare tenants) {
            this.tenants = tenants;
        }
    }

    /** @param servicesShare false when a service may use all */
    Places(ConcurrencyLimit limit, boolean servicesShare, LongSupplier nanoClock) {
        this.limit = limit;
        this.servicesShare = servicesShare;
        this.nanoClock = nanoClock;
    }

    /**
     * Has the cell room for this class? The classes share what is left beside what another service holds beyond a fair part of all:
     * otherwise one that stalls would leave the others a quarter of the cell, but hardly any of that to their reads.
     */
    boolean hasRoom(String service, Priority priority) {
        int all = limit.current();
        int oneSided = oneSided(service, all);
        return inFlight < all && inFlight - oneSided < priority.placesOf(all - oneSided);
    }

    private int oneSided(String service, int all) {
        if (!servicesShare) {
            return 0;
        }
        int most = 0;
        for (Map.Entry<String, OfService> other : ofServices.entrySet()) {
            if (!other.getKey().equals(service)) {
                most = Math.max(most, other.getValue().inFlight);
            }
        }
        return Math.max(0, most - (int) (all * FAIR_PART));
    }

    /** Has the service itself room for it? In its part, too, what is less urgent leaves some to writes. */
    boolean isWithinShare(String service, Priority priority) {
        int part = part();
        int most = priority == Priority.CRITICAL ? part : Priority.INTERACTIVE.placesOf(part);
        return !servicesShare || of(service).inFlight < most;
    }

    private int part() {
        int all = limit.current();
        return servicesShare ? Math.max(1, (int) (all * SERVICE_SHARE_MAX)) : all;
    }

    /** May the tenant have one more of its service's? What it says is less urgent leaves some of its part to the rest. */
    boolean isWithinShare(String service, TenantId tenant, Priority priority) {
        return of(service).tenants.isWithin(tenant, priority.placesOf(ServiceSizes.ofTenant(part())));
    }

    /** To be told of everybody who asks. */
    void came(String service, TenantId tenant) {
        of(service).tenants.came(tenant);
    }

    void take(String service, TenantId tenant) {
        inFlight++;
        of(service).inFlight++;
        of(service).tenants.take(tenant);
    }

    void give(String service, TenantId tenant) {
        inFlight--;
        of(service).inFlight--;
        of(service).tenants.give(tenant);
    }

    int inFlight() {
        return inFlight;
    }

    int inFlight(String service) {
        return of(service).inFlight;
    }

    private OfService of(String service) {
        return ofServices.computeIfAbsent(service, name -> new OfService(new TenantShare(nanoClock)));
    }
}
