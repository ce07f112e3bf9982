package dev.cellmesh.services.edge.retry;

/** What is to be done with a request whose connection to the cell ended without an answer? */
public enum AfterLoss {
    /** Sent to another cell, if the budget allows it. */
    AGAIN,
    /** 504: it may have had its effect, and only its client can know whether a repetition is harmless. */
    UNKNOWN_OUTCOME,
    /** 503: nothing was done. */
    NOTHING_DONE;

    /**
     * A write is sent again only with a key, by which the next cell finds out what the first one did; all cells that it can go to
     * keep their keys in the same ring.
     *
     * @param mayHaveActed whether the cell may have got the last byte of a request that is not safe (RFC 9110, 9.2.1)
     * @param keyed whether it carries an idempotency key
     * @param repeatable whether all of it is at hand
     * @param isFirst whether no connection was lost under this request before: what breaks two has had its chance
     */
    public static AfterLoss of(boolean mayHaveActed, boolean keyed, boolean repeatable, boolean isFirst) {
        if (repeatable && isFirst && (!mayHaveActed || keyed)) {
            return AGAIN;
        }
        return mayHaveActed ? UNKNOWN_OUTCOME : NOTHING_DONE;
    }
}
