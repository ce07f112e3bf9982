package dev.cellmesh.client;

import java.util.Arrays;
import java.util.OptionalLong;

/** How far is an edge? The median of the last ten measurements: one slow answer does not move it. Not for several threads at once. */
final class LatencyWindow {
    private static final int SIZE = 10;

    private final long[] nanos = new long[SIZE];
    private int count;

    void add(long tookNanos) {
        nanos[count % SIZE] = tookNanos;
        count++;
    }

    /** Empty before the first measurement. */
    OptionalLong medianNanos() {
        int known = Math.min(count, SIZE);
        if (known == 0) {
            return OptionalLong.empty();
        }
        long[] sorted = Arrays.copyOf(nanos, known);
        Arrays.sort(sorted);
        return OptionalLong.of(sorted[known / 2]);
    }
}
