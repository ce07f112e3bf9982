package dev.cellmesh.model.budget;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many of each kind were there lately? Counts in buckets of time, of which the oldest make room for the newest: memory is
 * bounded, and nothing has to be done when time passes. A sum of the last {@code n} buckets covers the one that is being filled
 * and those before it, so up to one bucket less than {@code n} of them. Belongs to one thread; time is handed in, and may start
 * anywhere.
 */
public final class CountRing {
    private static final long NEVER = Long.MIN_VALUE;

    private final long bucketNanos;
    private final int columns;
    private final long[] bucketOf;
    private final long[] counts;

    /**
     * @param bucket how much time one holds
     * @param buckets how many are kept, at least 1
     * @param columns how many kinds are told apart, at least 1
     */
    public CountRing(Duration bucket, int buckets, int columns) {
        if (bucket.isZero() || bucket.isNegative() || buckets < 1 || columns < 1) {
            throw new IllegalArgumentException("a ring has buckets, and each takes time");
        }
        this.bucketNanos = bucket.toNanos();
        this.columns = columns;
        this.bucketOf = new long[buckets];
        this.counts = new long[buckets * columns];
        Arrays.fill(bucketOf, NEVER);
    }

    /** What is older than the ring is dropped. */
    public void add(long nowNanos, int column, long count) {
        long bucket = Math.floorDiv(nowNanos, bucketNanos);
        int slot = slot(bucket);
        if (bucketOf[slot] > bucket) {
            return;
        }
        if (bucketOf[slot] != bucket) {
            bucketOf[slot] = bucket;
            Arrays.fill(counts, slot * columns, (slot + 1) * columns, 0);
        }
        counts[slot * columns + column] += count;
    }

    /** @param last how many buckets, at most all */
    public long sum(long nowNanos, int column, int last) {
        long newest = Math.floorDiv(nowNanos, bucketNanos);
        long sum = 0;
        for (int slot = 0; slot < bucketOf.length; slot++) {
            if (bucketOf[slot] > newest - last && bucketOf[slot] <= newest) {
                sum += counts[slot * columns + column];
            }
        }
        return sum;
    }

    private int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) bucketOf.length);
    }
}
