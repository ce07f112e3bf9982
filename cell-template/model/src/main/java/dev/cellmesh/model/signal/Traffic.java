package dev.cellmesh.model.signal;

/**
 * What became of the requests of the last half minute? What their clients caused is not among them.
 *
 * @param errors failed ones
 * @param slow later than their goal, failed ones not among them: more than 1 % of them means that the p99 is above the goal,
 *     whatever different goals there are
 * @param stalled those of the slow ones that took longer than {@value #STALLED_FACTOR} times their goal
 * @param p99Millis rounded up to the next of some bounds; of sums, the larger one, which the sum's is never above; 0 without any
 */
public record Traffic(long requests, long errors, long slow, long stalled, long p99Millis) {
    public static final int STALLED_FACTOR = 4;
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);

    public Traffic {
        if (requests < 0
                || errors < 0
                || slow < 0
                || stalled < 0
                || p99Millis < 0
                || errors + slow > requests
                || stalled > slow) {
            throw new IllegalArgumentException("of " + requests + " requests, " + errors + " failed, " + slow
                    + " were slow and " + stalled + " stalled");
        }
    }

    public Traffic and(Traffic other) {
        return new Traffic(
                requests + other.requests,
                errors + other.errors,
                slow + other.slow,
                stalled + other.stalled,
                Math.max(p99Millis, other.p99Millis));
    }
}
