package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.admission.Priority;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is in flight, and for whom is there room? A class may use its part of the limit together with all others, and a service its
 * part whatever the class. Asking and taking are two calls without anything between them on one event loop, which makes them
 * one step; a limiter that threads share would need a lock for the same (concurrency-limits' own partitioned one overshoots).
 */
final class Places {
    /** One service that stalls leaves a quarter of a cell to the others. */
    private static final double SERVICE_SHARE_MAX = 0.75;

    private final ConcurrencyLimit limit;
    private final boolean servicesShare;
    private final Map<String, int[]> ofServices = new HashMap<>();
    private int inFlight;

    /** @param servicesShare false when a service may use all */
    Places(ConcurrencyLimit limit, boolean servicesShare) {
        this.limit = limit;
        this.servicesShare = servicesShare;
    }

    boolean hasRoom(Priority priority) {
        return inFlight < priority.placesOf(limit.current());
    }

    boolean hasRoom(String service) {
        return !servicesShare || count(service)[0] < Math.max(1, (int) (limit.current() * SERVICE_SHARE_MAX));
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

    private int[] count(String service) {
        return ofServices.computeIfAbsent(service, name -> new int[1]);
    }
}
