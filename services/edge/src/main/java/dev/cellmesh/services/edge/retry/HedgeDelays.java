package dev.cellmesh.services.edge.retry;

import dev.cellmesh.model.Region;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * After how long is a read unusually late, so that a second cell is asked, too? After the 95th percentile of what the same kind of
 * read took lately in the same region: then one in twenty is asked twice, and the slowest answers are those that two cells were late
 * with (Dean and Barroso, The Tail at Scale, 2013). For one event loop.
 */
public final class HedgeDelays {
    /** Below, the second question costs more than it can win. */
    static final long FLOOR_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** What is not worth to be hedged any more: the deadline comes first. */
    static final long CEILING_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Operations times regions are far fewer. */
    static final int KINDS_MAX = 512;

    private record Kind(String operation, Region region) {}

    private final Map<Kind, RecentLatencies> kinds = new HashMap<>();

    /**
     * A read ended, or was broken off after so long: then it would have taken longer, and the percentile must not forget that.
     *
     * @param operation one of a bounded number, such as its template
     */
    public void took(String operation, Region region, long nanos) {
        Kind kind = new Kind(operation, region);
        RecentLatencies latencies = kinds.get(kind);
        if (latencies == null) {
            if (kinds.size() >= KINDS_MAX) {
                return;
            }
            latencies = new RecentLatencies();
            kinds.put(kind, latencies);
        }
        latencies.add(nanos);
    }

    /** From {@link #FLOOR_NANOS} on; empty while too little is known, or where a second question comes too late. */
    public OptionalLong nanos(String operation, Region region) {
        RecentLatencies latencies = kinds.get(new Kind(operation, region));
        if (latencies == null || latencies.p95Nanos().isEmpty()) {
            return OptionalLong.empty();
        }
        long nanos = Math.max(FLOOR_NANOS, latencies.p95Nanos().getAsLong());
        return nanos > CEILING_NANOS ? OptionalLong.empty() : OptionalLong.of(nanos);
    }
}
