package dev.cellmesh.services.edge;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Until when does the client wait, and how much of that may the cell use?
 *
 * @param atNanos on the monotonic clock
 */
record RequestDeadline(long atNanos) {
    static final String HEADER = "X-Request-Deadline";

    static final long MILLIS_DEFAULT = 10_000;
    /** Longer waits hold connections for clients that have long given up. */
    static final long MILLIS_MAX = 30_000;

    private static final int DIGITS_MAX = 9;

    /** A tenth is left for the way to the cell and back, so that its answer is here before the edge gives up. */
    private static final long SHARE_OF_THE_WAY = 10;

    /**
     * How long does the header ask to wait?
     *
     * @param header milliseconds left, or null
     * @return 0 to {@link #MILLIS_MAX}; empty when it is not a number
     */
    static OptionalLong askedMillis(String header) {
        if (header == null) {
            return OptionalLong.of(MILLIS_DEFAULT);
        }
        if (header.isEmpty() || header.length() > DIGITS_MAX || !header.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.min(Long.parseLong(header), MILLIS_MAX));
    }

    static RequestDeadline in(long millis, long nowNanos) {
        return new RequestDeadline(nowNanos + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Zero when it has passed. */
    long remainingMillis(long nowNanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(atNanos - nowNanos));
    }

    /** What the cell is told: less than what is left, and more than nothing while anything is left. */
    long millisForCell(long nowNanos) {
        long remaining = remainingMillis(nowNanos);
        return Math.min(remaining, Math.max(1, remaining - Math.ceilDiv(remaining, SHARE_OF_THE_WAY)));
    }
}
