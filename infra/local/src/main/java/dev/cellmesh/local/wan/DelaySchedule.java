package dev.cellmesh.local.wan;

import java.util.SplittableRandom;

/**
 * When is a chunk due at the far end of one direction of one connection? {@code departure + delay + luck * jitter}, but never
 * before the chunk ahead of it. The n-th chunk has the n-th luck of the seed, whatever the conditions were before. Not
 * thread-safe; times in nanoseconds of one monotonic clock.
 */
final class DelaySchedule {
    private final SplittableRandom random;
    private long lastDueNanos = Long.MIN_VALUE;

    DelaySchedule(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The share of the jitter that the next chunk gets: from 0 to less than 1. */
    double nextLuck() {
        return random.nextDouble();
    }

    long due(long departNanos, double luck, LinkConditions conditions) {
        lastDueNanos = Math.max(
                lastDueNanos, departNanos + conditions.delayNanos() + (long) (luck * conditions.jitterNanos()));
        return lastDueNanos;
    }

    /** Forgets the chunks that are still on their way, which then get other due times. */
    void restart() {
        lastDueNanos = Long.MIN_VALUE;
    }
}
