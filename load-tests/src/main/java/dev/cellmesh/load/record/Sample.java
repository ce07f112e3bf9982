package dev.cellmesh.load.record;

/**
 * One request as it ended.
 *
 * @param status 0 when there was none
 * @param intendedNanos when the schedule meant it to start, {@code System.nanoTime}
 * @param sentNanos when its first sending was written, or tried when none was
 * @param endNanos when it was settled, its last retry included
 * @param attempts sendings, the first included
 * @param stalenessMillis that the answer reported; -1 when it did not
 */
public record Sample(
        Series series,
        Outcome outcome,
        int status,
        long intendedNanos,
        long sentNanos,
        long endNanos,
        int attempts,
        long stalenessMillis) {
    /** What a user waited, counted from when they wanted it. */
    public long latencyNanos() {
        return endNanos - intendedNanos;
    }

    /** What the server took. */
    public long serviceNanos() {
        return endNanos - sentNanos;
    }

    /** How late the generator was. */
    public long lagNanos() {
        return sentNanos - intendedNanos;
    }
}
