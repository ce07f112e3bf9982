package dev.cellmesh.services.edge.region;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How far is it, by the last few measurements? Their median: one measurement that met a lost packet or a busy machine says
 * nothing of the way.
 */
final class LatencyWindow {
    /** At one a minute, a way that has changed is believed after five minutes. */
    static final int SIZE = 10;

    private final long[] nanos = new long[SIZE];
    private int next;
    private int size;

    void add(long tookNanos) {
        nanos[next] = tookNanos;
        next = (next + 1) % SIZE;
        size = Math.min(size + 1, SIZE);
    }

    /** Of an even number, the lower of the two in the middle; empty when nothing was measured. */
    OptionalLong medianNanos() {
        if (size == 0) {
            return OptionalLong.empty();
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return OptionalLong.of(sorted[(size - 1) / 2]);
    }

    int size() {
        return size;
    }
}
