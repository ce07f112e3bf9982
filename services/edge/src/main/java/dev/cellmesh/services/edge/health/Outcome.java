package dev.cellmesh.services.edge.health;

/** What does the end of a request say about the cell that it was at? */
public enum Outcome {
    /** Answered with what was asked for; its time may be compared. */
    GOOD,
    /** Answered, but that was up to the request (4xx): it says nothing for the cell, and only against it when it came late. */
    ANSWERED,
    /** Not answered yet, when a peer that was asked later had answered the same read: slow, however short it was. */
    OUTRUN,
    /** Refused for load, or because the cell stops or does not own the tenant: no fault. */
    REFUSED,
    /** 504, or 503 {@code region-unavailable}: something behind the cell failed. A fault only if its peers have it better. */
    FAILED_BEHIND,
    /** 500 or 502. */
    FAILED,
    /** The connection ended without an answer. */
    LOST,
    /** Nothing came for so long that somebody gave up; it may wait for what is behind it. */
    SILENT;

    private static final int OVERLOADED = 503;
    private static final int UNKNOWN_OUTCOME = 504;
    private static final int MISDIRECTED = 421;
    private static final int QUOTA_EXCEEDED = 429;

    /** Of an answer whose body nobody has read. */
    public static Outcome ofStatus(int status) {
        if (status < 400) {
            return GOOD;
        }
        return switch (status) {
            case MISDIRECTED, QUOTA_EXCEEDED, OVERLOADED -> REFUSED;
            case UNKNOWN_OUTCOME -> FAILED_BEHIND;
            default -> status < 500 ? ANSWERED : FAILED;
        };
    }

    boolean isFailure() {
        return this == FAILED_BEHIND || this == SILENT || isFailureOfTheCell();
    }

    boolean isFailureOfTheCell() {
        return this == FAILED || this == LOST;
    }
}
