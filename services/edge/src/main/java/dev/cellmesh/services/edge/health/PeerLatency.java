package dev.cellmesh.services.edge.health;

import java.util.concurrent.TimeUnit;

/**
 * When is a request slow? When it takes longer than nearly all of its kind do at the other cells of the same region, by a margin
 * that matters.
 *
 * <p>The margin is counted from the median in units of the peers' own spread, as outliers are told by the median and its deviation
 * (Iglewicz and Hoaglin, 1993), and not as a multiple of the median: that the way to another region takes 220 ms of every request
 * must not hide 50 ms more.
 */
final class PeerLatency {
    static final long UNKNOWN = Long.MAX_VALUE;

    /** With fewer, the 90th percentile is nobody's but that of two or three requests. */
    static final int SAMPLES_MIN = 30;
    /** Less is noise of the machines: a collection of garbage, a turn of the scheduler. */
    private static final long FLOOR_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    /** From the median to the 90th percentile is one; requests are seldom three away. */
    private static final int SPREADS = 3;
    /** A quarter more of what is long anyway. */
    private static final int MEDIAN_SHARE = 4;

    private PeerLatency() {}

    /**
     * @param counts of the peers' latencies, by {@link LatencyScale}
     * @return what is longer is slow; {@link #UNKNOWN} when the peers had too few requests to tell
     */
    static long limitNanos(int[] counts) {
        int total = 0;
        for (int count : counts) {
            total += count;
        }
        if (total < SAMPLES_MIN) {
            return UNKNOWN;
        }
        long median = LatencyScale.quantileNanos(counts, 0.5);
        long spread = LatencyScale.quantileNanos(counts, 0.9) - median;
        return median + Math.max(FLOOR_NANOS, Math.max(SPREADS * spread, median / MEDIAN_SHARE));
    }
}
