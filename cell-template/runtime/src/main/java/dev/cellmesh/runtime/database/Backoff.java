package dev.cellmesh.runtime.database;

import java.util.random.RandomGenerator;

/**
 * How long does a transaction wait before it is tried again? Full jitter: any time up to a bound that doubles, so that those
 * that collided once do not collide again.
 */
record Backoff(RandomGenerator random) {
    /** More tries would hide contention that the caller should hear of. */
    static final int ATTEMPTS_MAX = 5;

    static final long FIRST_MILLIS_MAX = 10;
    static final long MILLIS_MAX = 200;

    /**
     * At least 1, since a timer takes no less.
     *
     * @param attempt how many were made, from 1 on
     */
    long delayMillis(int attempt) {
        long bound = Math.min(MILLIS_MAX, FIRST_MILLIS_MAX << Math.min(attempt - 1, 10));
        return 1 + random.nextLong(bound);
    }
}
