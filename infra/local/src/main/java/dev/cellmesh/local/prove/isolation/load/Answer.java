package dev.cellmesh.local.prove.isolation.load;

/**
 * What came of one request? Times are of {@code System.nanoTime}.
 *
 * @param stream which the request was of
 * @param cell that answered; empty when none did
 * @param status 0 when there was no answer
 * @param problem the last part of the problem's type; empty when it is none
 * @param intendedNanos when the schedule meant it to start
 */
public record Answer(
        String stream, String tenant, String cell, int status, String problem, long intendedNanos, long endNanos) {
    /** From the intended start, so that the wait for a late generator or a free connection is in it. */
    public long latencyNanos() {
        return endNanos - intendedNanos;
    }

    public double latencyMillis() {
        return latencyNanos() / 1e6;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
