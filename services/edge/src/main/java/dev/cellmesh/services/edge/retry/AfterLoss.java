package dev.cellmesh.services.edge.retry;

/** What is to be done with a request whose connection to the cell ended without an answer? */
public enum AfterLoss {
    /** Sent to another cell, if the budget allows it. */
    AGAIN,
    /** 504: it may have had its effect, and only its client can know whether a repetition is harmless. */
    UNKNOWN_OUTCOME,
    /** 503: nothing was done. */
    NOTHING_DONE;

    static final int LOSSES_MAX = 2;
    private static final int LOSSES_OF_WRITE_MAX = 1;

    /**
     * A write is sent again only with a key, by which the next cell finds out what the first one did; all cells that it can go to
     * keep their keys in the same ring. What has done nothing may be there when two cells die of somebody else's poison, which takes
     * the second one soon after the first.
     *
     * @param mayHaveActed whether the cell may have got the last byte of a request that is not safe (RFC 9110, 9.2.1)
     * @param keyed whether it carries an idempotency key
     * @param repeatable whether all of it is at hand
     * @param losses connections that were lost under it, this one included: what breaks more than its share has had its chance
     */
    public static AfterLoss of(boolean mayHaveActed, boolean keyed, boolean repeatable, int losses) {
        int lossesMax = mayHaveActed ? LOSSES_OF_WRITE_MAX : LOSSES_MAX;
        if (repeatable && losses <= lossesMax && (!mayHaveActed || keyed)) {
            return AGAIN;
        }
        return mayHaveActed ? UNKNOWN_OUTCOME : NOTHING_DONE;
    }
}
