package dev.cellmesh.services.edge.health;

/**
 * How are latencies counted, so that quantiles can be had at any time? In buckets that grow with the latency: eight to each
 * doubling, so that a quantile is off by an eighth at most (the log-linear scale of HdrHistogram). From 65 µs to 34 s; what is
 * beyond is counted at the ends.
 */
final class LatencyScale {
    /** The smallest difference, 2^16 ns. */
    private static final int UNIT_BITS = 16;

    private static final int SUB_BITS = 3;
    private static final int SUBS = 1 << SUB_BITS;
    private static final int OCTAVES = 16;
    static final int BUCKETS = SUBS * (OCTAVES + 1);

    private LatencyScale() {}

    static int bucketOf(long nanos) {
        long units = Math.max(0, nanos) >> UNIT_BITS;
        if (units < SUBS) {
            return (int) units;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(units);
        int sub = (int) (units >> (exponent - SUB_BITS)) & (SUBS - 1);
        return Math.min(BUCKETS - 1, SUBS * (exponent - SUB_BITS + 1) + sub);
    }

    /** What belongs to this bucket is less than that. */
    static long endNanos(int bucket) {
        int next = bucket + 1;
        if (next <= SUBS) {
            return (long) next << UNIT_BITS;
        }
        int octave = next / SUBS - 1;
        return (long) (SUBS + next % SUBS) << (octave + UNIT_BITS);
    }

    /**
     * The least latency, rounded up to the end of its bucket, that at least this share of the counted ones do not exceed; 0 when
     * nothing was counted.
     */
    static long quantileNanos(int[] counts, double share) {
        long total = 0;
        for (int count : counts) {
            total += count;
        }
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return endNanos(bucket);
            }
        }
        return 0;
    }
}
