package dev.cellmesh.local.wan;

/**
 * When has a chunk left the sender's side, if all connections of a direction share its bandwidth? Not thread-safe; times in
 * nanoseconds of one monotonic clock.
 */
final class Wire {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private long freeNanos = Long.MIN_VALUE;

    /** Takes the wire for the chunk, after those before it, and returns when its last byte is on its way. */
    long depart(long nowNanos, int bytes, LinkConditions conditions) {
        if (!conditions.isLimited()) {
            return nowNanos;
        }
        freeNanos = Math.max(nowNanos, freeNanos)
                + Math.ceilDiv(bytes * NANOS_PER_SECOND, conditions.bandwidthBytesPerSecond());
        return freeNanos;
    }

    /** Forgets what waits for the wire, which is then sent anew under other conditions. */
    void release() {
        freeNanos = Long.MIN_VALUE;
    }
}
