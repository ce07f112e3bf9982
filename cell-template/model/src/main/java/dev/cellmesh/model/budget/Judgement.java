package dev.cellmesh.model.budget;

/** Was an answer as good as was promised? What the client itself has caused is not counted, neither for nor against. */
public enum Judgement {
    GOOD,
    /** The mesh failed: 5xx, or 504, which leaves open whether something happened. */
    FAILED,
    /** Answered, but later than the goal; also where a client left after it. */
    SLOW,
    NOT_COUNTED;

    /** The status of a request whose client left before its answer. */
    public static final int GONE = 0;

    private static final int SERVER_ERRORS = 500;
    /** The tenant's own limit. */
    private static final int QUOTA_EXCEEDED = 429;
    /** The client's own pace. */
    private static final int BODY_TOO_SLOW = 408;

    /**
     * @param status of the answer, or {@link #GONE}
     * @param allowedMillis how long the client wanted to wait at most; a failure for want of time counts only when the goal would
     *     have fitted in
     */
    public static Judgement of(int status, long tookMillis, LatencyGoal goal, long allowedMillis) {
        boolean late = tookMillis > goal.millis();
        if (status == QUOTA_EXCEEDED || status == BODY_TOO_SLOW || (status == GONE && !late)) {
            return NOT_COUNTED;
        }
        if (status >= SERVER_ERRORS) {
            return allowedMillis < goal.millis() && tookMillis >= allowedMillis ? NOT_COUNTED : FAILED;
        }
        return late ? SLOW : GOOD;
    }

    /** Does it take from the budget? */
    public boolean isBad() {
        return this == FAILED || this == SLOW;
    }
}
