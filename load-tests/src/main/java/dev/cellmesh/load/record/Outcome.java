package dev.cellmesh.load.record;

/** What kind of end did a request come to? The first word of a report; the status stands beside it. */
public enum Outcome {
    /** 2xx. */
    SUCCESS,
    /** Another 4xx than 429: the request was understood and refused, which may be what the scenario asks for. */
    REFUSED,
    /** 429: the tenant's own limit. */
    LIMITED,
    /** 503: nothing was done, and the server says so. */
    SHED,
    /** Another 5xx. */
    FAILED,
    /** No answer in time, the connection cut, or 504: whether it had an effect is unknown. */
    UNKNOWN,
    /** It could not be sent at all. */
    NOT_SENT;

    /** Whether it counts as an error of the server; refusals by a domain rule do not. */
    public boolean isError() {
        return switch (this) {
            case SUCCESS, REFUSED -> false;
            case LIMITED, SHED, FAILED, UNKNOWN, NOT_SENT -> true;
        };
    }
}
