package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.admission.Priority;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is in flight, and for whom is there room? A class may use its part of the limit together with all others, and a service its
 * part, of which its classes use theirs. Asking and taking are two calls without anything between them on one event loop, which makes them
 * one step; a limiter that threads share would need a lock for the same (concurrency-limits' own partitioned one overshoots).
 */
final class Places {
    /** One service that stalls leaves a quarter of a cell to the others. */
    private static final double SERVICE_SHARE_MAX = 0.75;

    /** As much as whatever stalls leaves to the others. */
    private static final double FAIR_PART = 1 - SERVICE_SHARE_MAX;

    private final ConcurrencyLimit limit;
    private final boolean servicesShare;
    private final Map<String, int[]> ofServices = new HashMap<>();
    private int inFlight;

    /** @param servicesShare false when a service may use all */
    Places(ConcurrencyLimit limit, boolean servicesShare) {
        this.limit = limit;
        this.servicesShare = servicesShare;
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
        for (Map.Entry<String, int[]> other : ofServices.entrySet()) {
            if (!other.getKey().equals(service)) {
                most = Math.max(most, other.getValue()[0]);
            }
        }
        return Math.max(0, most - (int) (all * FAIR_PART));
    }

    /** Has the service itself room for it? In its part, too, what is less urgent leaves some to writes. */
    boolean isWithinShare(String service, Priority priority) {
        int part = Math.max(1, (int) (limit.current() * SERVICE_SHARE_MAX));
        int most = priority == Priority.CRITICAL ? part : Priority.INTERACTIVE.placesOf(part);
        return !servicesShare || count(service)[0] < most;
    }

    void take(String service) {
        inFlight++;
        count(service)[0]++;
    }

    void give(String service) {
        inFlight--;
        count(service)[0]--;
    }

    int inFlight() {
        return inFlight;
    }

    int inFlight(String service) {
        return count(service)[0];
    }

    private int[] count(String service) {
        return ofServices.computeIfAbsent(service, name -> new int[1]);
    }
}
