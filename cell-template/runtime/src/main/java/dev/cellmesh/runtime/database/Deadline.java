package dev.cellmesh.runtime.database;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Until when does somebody wait?
 *
 * @param atNanos on the monotonic clock of {@link System#nanoTime()} or of the test's own clock
 */
public record Deadline(long atNanos) {
    public static Deadline in(Duration time, long nowNanos) {
        return new Deadline(nowNanos + time.toNanos());
    }

    /** Zero or less when it has passed. */
    public long remainingMillis(long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(atNanos - nowNanos);
    }
}
