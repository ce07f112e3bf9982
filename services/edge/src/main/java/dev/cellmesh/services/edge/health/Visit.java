package dev.cellmesh.services.edge.health;

import java.util.concurrent.TimeUnit;

/**
 * What did one request see at one cell? Begins when the cell is picked, and must be told its end; what happened in between may be
 * told once, and what is told after that is ignored.
 */
public final class Visit {
    private static final long NOT_SENT = Long.MIN_VALUE;
    /** Who gives up earlier was in a hurry, which is no fault of the cell. */
    static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final CellEvidence cell;
    private final Traffic traffic;
    private final long generation;
    private final boolean trial;

    private long sentNanos = NOT_SENT;
    private boolean judged;
    private boolean foundSlow;
    private boolean verdictGiven;
    private boolean ended;
    /** Where it stands among the requests in flight. */
    private int place;

    Visit(CellEvidence cell, Traffic traffic, long generation, boolean trial) {
        this.cell = cell;
        this.traffic = traffic;
        this.generation = generation;
        this.trial = trial;
    }

    /** The cell has the last byte: from now on it is the cell that takes its time, not the client. */
    public void sent(long nowNanos) {
        sentNanos = nowNanos;
    }

    /** Told once; the head of the answer is here, or it will never come. */
    public void judged(Outcome outcome, long nowNanos) {
        if (!judged && !ended) {
            judged = true;
            cell.judge(this, outcome, isSent() ? nowNanos - sentNanos : 0);
        }
    }

    /** Nobody waits any more. Safe to be told more than once. */
    public void ended(long nowNanos) {
        if (!ended) {
            if (isSent() && nowNanos - sentNanos >= SILENT_NANOS) {
                judged(Outcome.SILENT, nowNanos);
            }
            ended = true;
            cell.ended(this);
        }
    }

    /** Still waiting, and longer than this? */
    boolean isOverdue(long limitNanos, long nowNanos) {
        return !judged && isSent() && nowNanos - sentNanos > limitNanos;
    }

    /** False when it was known to be slow before its answer was there. */
    boolean isFirstFoundSlow() {
        boolean first = !foundSlow;
        foundSlow = true;
        return first;
    }

    /** False when the breaker has heard how it ended: a trial that was too slow has ended, though its answer may still come. */
    boolean isFirstVerdict() {
        boolean first = !verdictGiven;
        verdictGiven = true;
        return first;
    }

    private boolean isSent() {
        return sentNanos != NOT_SENT;
    }

    Traffic traffic() {
        return traffic;
    }

    /** Of the breaker, when it began. */
    long generation() {
        return generation;
    }

    boolean isTrial() {
        return trial;
    }

    int place() {
        return place;
    }

    void place(int index) {
        place = index;
    }
}
