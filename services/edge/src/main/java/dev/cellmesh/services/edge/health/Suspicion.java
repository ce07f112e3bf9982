package dev.cellmesh.services.edge.health;

import java.util.concurrent.TimeUnit;

/**
 * Is a cell really worse than its peers, or was that chance? Page's cumulative sum (1954) of Wald's log-likelihood ratios: each
 * slot of time in which requests ended is a piece of evidence, for or against. It finds a lasting change after the fewest pieces
 * for a given rate of false alarms, and forgets by itself.
 *
 * <p>A slot is one piece however many requests ended in it, since what delays one at a moment delays all: a burst of slow
 * requests is no more evidence than one of them.
 */
final class Suspicion {
    /** Slots that are bad at a cell as healthy as its peers are at least that many: less would trust luck too much. */
    static final double USUAL_MIN = 0.05;
    /** Where that many are bad everywhere, nothing can be told apart. */
    static final double USUAL_MAX = 0.5;
    /** Slots that are bad at a cell that is worth to be ejected. */
    private static final double BAD_CELL = 0.8;

    /** Three bad slots in a row, when those are rare: 1 in 8,000 by chance. */
    static final double DEGRADED = 7;
    /** Five: 1 in 3 million. */
    static final double CONDEMNED = 12;
    /** So that a cell that is well again is soon believed. */
    private static final double MAX = 14;

    /** What is older says nothing of now. */
    static final long FADED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private double score;
    private long sinceNanos;
    private long weighedNanos;

    /** @param usual share of bad slots at the peers; taken to be {@value #USUAL_MIN} to {@value #USUAL_MAX} */
    void weigh(boolean bad, double usual, long nowNanos) {
        double expected = Math.clamp(usual, USUAL_MIN, USUAL_MAX);
        if (score == 0) {
            sinceNanos = nowNanos;
        }
        weighedNanos = nowNanos;
        double ratio = bad ? BAD_CELL / expected : (1 - BAD_CELL) / (1 - expected);
        score = Math.clamp(score + Math.log(ratio), 0, MAX);
    }

    /** Forgets what nothing was added to for long. */
    void fade(long nowNanos) {
        if (nowNanos - weighedNanos >= FADED_NANOS) {
            clear();
        }
    }

    boolean isNone() {
        return score == 0;
    }

    boolean isDegrading() {
        return score >= DEGRADED;
    }

    boolean isCondemning() {
        return score >= CONDEMNED;
    }

    /** For how long there has been some without a break. */
    long ageNanos(long nowNanos) {
        return isNone() ? 0 : nowNanos - sinceNanos;
    }

    void clear() {
        score = 0;
    }
}
