package dev.cellmesh.load.schedule;

import java.time.Duration;

/**
 * Users who send the next request only when they have their answer: for comparison alone. A server that stalls makes them
 * wait, so the stall hides most of what it did (coordinated omission); every report of such a run says so.
 */
public record ClosedLoop(int users, Duration thinkTime, Duration duration) implements LoadModel {
    public static final int USERS_MAX = 10_000;

    public ClosedLoop {
        if (users < 1 || users > USERS_MAX) {
            throw new IllegalArgumentException("a closed loop has 1 to " + USERS_MAX + " users, not " + users);
        }
        if (thinkTime.isNegative()) {
            throw new IllegalArgumentException("nobody thinks for " + thinkTime);
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a load lasts longer than zero, not " + duration);
        }
    }

    @Override
    public String describe() {
        return "closed loop of " + users + " users for " + duration.toSeconds() + " s";
    }
}
