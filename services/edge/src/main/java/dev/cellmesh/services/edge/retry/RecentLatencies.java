package dev.cellmesh.services.edge.retry;

import java.util.Arrays;
import java.util.OptionalLong;

/** What is the 95th percentile of the last {@value #KEPT} latencies? Told anew after each {@value #EVERY}. */
final class RecentLatencies {
    static final int KEPT = 256;
    /** Sorting costs about 10 µs, a fraction of one request's cost when shared by so many. */
    static final int EVERY = 64;

    private static final double RANK = 0.95;

    private final long[] nanos = new long[KEPT];
    private int next;
    private int count;
    private OptionalLong p95 = OptionalLong.empty();

    void add(long tookNanos) {
        nanos[next] = tookNanos;
        next = (next + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
        if (next % EVERY == 0) {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            p95 = OptionalLong.of(sorted[(int) Math.ceil(RANK * count) - 1]);
        }
    }

    /** Empty before the first {@value #EVERY}. */
    OptionalLong p95Nanos() {
        return p95;
    }
}
