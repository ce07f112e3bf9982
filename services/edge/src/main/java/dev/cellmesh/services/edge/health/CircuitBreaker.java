package dev.cellmesh.services.edge.health;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * May requests go to a cell that was tripped? Not while it is open; one at a time while it is half open; then a share that grows.
 *
 * <p>Only trials of the present half-open time decide: each trip and each half-open time is a generation, and what began in an
 * earlier one says nothing about now. A late success from before the trip never closes it.
 *
 * <p>Everything that depends on time happens in {@link #tick}.
 */
final class CircuitBreaker {
    enum Phase {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /** Long enough for most short troubles to be over. */
    static final long OPEN_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A cell that is well again waits no longer than that. */
    static final long OPEN_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    /** A cell that was well for so long is treated as if it had been tripped once less. */
    static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** Half as much either way: edges that tripped together must not come back together. */
    private static final double JITTER = 0.25;

    static final int GOOD_TRIALS = 5;
    /** One bad one can be chance. */
    static final int BAD_TRIALS = 2;

    private final RandomGenerator random;

    private Phase phase = Phase.CLOSED;
    private Trip cause = Trip.LATENCY;
    private long generation;
    private int repetitions;
    private long sinceNanos;
    private long openNanos;
    private boolean permit;
    private boolean trialOpen;
    private int good;
    private int bad;

    CircuitBreaker(RandomGenerator random, long nowNanos) {
        this.random = random;
        this.sinceNanos = nowNanos;
    }

    Phase phase() {
        return phase;
    }

    /** Of the last trip. */
    Trip cause() {
        return cause;
    }

    /** To be handed back with what a request tells. */
    long generation() {
        return generation;
    }

    /** How often it was tripped lately. */
    int repetitions() {
        return repetitions;
    }

    /** Since when the phase lasts. */
    long ageNanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }

    void trip(Trip why, long nowNanos) {
        cause = why;
        long nanos = OPEN_NANOS;
        for (int i = 0; i < repetitions && nanos < OPEN_NANOS_MAX; i++) {
            nanos *= 2;
        }
        repetitions++;
        openNanos = (long) (Math.min(nanos, OPEN_NANOS_MAX) * (1 - JITTER + 2 * JITTER * random.nextDouble()));
        enter(Phase.OPEN, nowNanos);
    }

    /** Gives the next trial its permit, too, once the last one has ended: trials are a tick apart, or a burst would decide. */
    void tick(long nowNanos) {
        switch (phase) {
            case OPEN -> {
                if (nowNanos - sinceNanos >= openNanos) {
                    enter(Phase.HALF_OPEN, nowNanos);
                    permit = true;
                }
            }
            case HALF_OPEN -> {
                if (good >= GOOD_TRIALS) {
                    enter(Phase.CLOSED, nowNanos);
                } else if (bad >= BAD_TRIALS) {
                    trip(cause, nowNanos);
                } else {
                    permit = !trialOpen;
                }
            }
            case CLOSED -> {
                if (repetitions > 0 && nowNanos - sinceNanos >= FORGET_NANOS) {
                    repetitions--;
                    sinceNanos = nowNanos;
                }
            }
        }
    }

    private void enter(Phase next, long nowNanos) {
        phase = next;
        generation++;
        sinceNanos = nowNanos;
        permit = false;
        trialOpen = false;
        good = 0;
        bad = 0;
    }

    boolean hasPermit() {
        return permit;
    }

    /** @return whether the request that begins now is a trial; then one of the two ends must be told */
    boolean takePermit() {
        boolean taken = permit;
        permit = false;
        trialOpen |= taken;
        return taken;
    }

    /** @param trialGeneration when the trial began; of another one, it decides nothing */
    void trialEnded(long trialGeneration, boolean wasGood) {
        if (isOfNow(trialGeneration)) {
            trialOpen = false;
            if (wasGood) {
                good++;
            } else {
                bad++;
            }
        }
    }

    /** It says nothing: its client left, or the cell refused it for load. */
    void trialUndecided(long trialGeneration) {
        if (isOfNow(trialGeneration)) {
            trialOpen = false;
        }
    }

    private boolean isOfNow(long trialGeneration) {
        return trialGeneration == generation && phase == Phase.HALF_OPEN;
    }
}
