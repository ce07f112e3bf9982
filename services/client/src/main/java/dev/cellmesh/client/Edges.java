package dev.cellmesh.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which edge is asked next? The nearest that is not known to fail, by measured latency. One that failed is left at once, and tried again
 * after a pause that doubles; when all have failed, the one whose pause ends first: to try is better than to refuse. For any thread.
 */
final class Edges {
    /** A mesh of 20 regions still has room; a list that is longer is cut. */
    private static final int EDGES_MAX = 64;

    private static final long PAUSE_NANOS_MIN = 500_000_000L;
    private static final int PAUSE_DOUBLINGS_MAX = 6;

    private final LongSupplier nanoClock;
    private final Map<URI, Known> byAddress = new LinkedHashMap<>();

    private static final class Known {
        private final URI address;
        private final LatencyWindow latency = new LatencyWindow();
        /** Until one tells it, each edge is a region of its own. */
        private String region;

        private int failures;
        private long pausedUntilNanos;

        Known(URI address) {
            this.address = address;
            this.region = address.toString();
        }

        boolean isPaused(long nowNanos) {
            return failures > 0 && pausedUntilNanos - nowNanos > 0;
        }
    }

    Edges(List<URI> begin, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        begin.forEach(address -> byAddress.put(address, new Known(address)));
    }

    /** What one edge told of all. */
    synchronized void learn(Map<URI, String> regions) {
        regions.forEach((address, region) -> {
            if (byAddress.containsKey(address) || byAddress.size() < EDGES_MAX) {
                byAddress.computeIfAbsent(address, Known::new).region = region;
            }
        });
    }

    synchronized List<URI> all() {
        return List.copyOf(byAddress.keySet());
    }

    synchronized String regionOf(URI edge) {
        return byAddress.get(edge).region;
    }

    /**
     * @param tried edges that this call was at already, asked again only when there is no other
     * @param region the only one that will do, as {@link #regionOf} named it
     */
    synchronized Optional<URI> next(Set<URI> tried, Optional<String> region) {
        long nowNanos = nanoClock.getAsLong();
        List<Known> fit = new ArrayList<>();
        for (Known known : byAddress.values()) {
            if (region.isEmpty() || known.region.equals(region.get())) {
                fit.add(known);
            }
        }
        return fit.stream()
                .min(Comparator.<Known>comparingLong(known -> Math.max(0, known.pausedUntilNanos - nowNanos))
                        .thenComparing(known -> tried.contains(known.address))
                        .thenComparingLong(known -> known.latency.medianNanos().orElse(Long.MAX_VALUE)))
                .map(known -> known.address);
    }

    /**
     * Whether a call would find another one when this one does not answer, which works as far as is known.
     *
     * @param region the only one that will do
     */
    synchronized boolean hasOther(URI edge, Set<URI> tried, Optional<String> region) {
        long nowNanos = nanoClock.getAsLong();
        return byAddress.values().stream()
                .filter(known -> !known.address.equals(edge) && !tried.contains(known.address))
                .filter(known -> region.isEmpty() || known.region.equals(region.get()))
                .anyMatch(known -> !known.isPaused(nowNanos));
    }

    synchronized void measured(URI edge, long tookNanos) {
        Known known = byAddress.get(edge);
        if (known != null) {
            known.latency.add(tookNanos);
            known.failures = 0;
            known.pausedUntilNanos = nanoClock.getAsLong();
        }
    }

    synchronized void answered(URI edge) {
        Known known = byAddress.get(edge);
        if (known != null && known.failures > 0) {
            known.failures = 0;
            known.pausedUntilNanos = nanoClock.getAsLong();
        }
    }

    /** Calls that were under way together fail together, and are one failure. */
    synchronized void failed(URI edge) {
        Known known = byAddress.get(edge);
        if (known != null && !known.isPaused(nanoClock.getAsLong())) {
            int doublings = Math.min(known.failures, PAUSE_DOUBLINGS_MAX);
            known.failures++;
            known.pausedUntilNanos = nanoClock.getAsLong() + (PAUSE_NANOS_MIN << doublings);
        }
    }
}
