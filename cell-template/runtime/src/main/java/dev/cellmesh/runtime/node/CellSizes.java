package dev.cellmesh.runtime.node;

/**
 * How large is everything in one cell that has a limit? The one place for all of them, checked against each other: a size that
 * another one makes pointless or harmful is an error at the start, not a surprise in an incident.
 *
 * @param inFlightMax requests that are being worked on, of all services together; the adaptive limit stays below it
 * @param admission what is let in of that, and how long it may wait before
 * @param service of each service; all get the same
 * @param upkeep what the node itself asks of the databases, beside all services; for a control plane, all it asks
 */
public record CellSizes(int inFlightMax, AdmissionSizes admission, ServiceSizes service, DatabaseSizes upkeep) {
    /** How long a request waits that names no deadline. */
    public static final int DEADLINE_MILLIS_DEFAULT = 5_000;

    private static final int STATEMENT_TIMEOUT_MILLIS = 5_000;
    private static final int LOCK_TIMEOUT_MILLIS = 2_000;

    /** Of one cell with databases of its own, and up to five services. */
    public static final CellSizes DEFAULT = new CellSizes(
            2_000,
            AdmissionSizes.DEFAULT,
            new ServiceSizes(
                    400,
                    100,
                    1,
                    new DatabaseSizes(
                            new RingConnections(24, 4, 4),
                            new RingConnections(4, 4, 2),
                            256,
                            DatabaseSizes.WAIT_MILLIS_MAX,
                            STATEMENT_TIMEOUT_MILLIS,
                            LOCK_TIMEOUT_MILLIS)),
            DatabaseSizes.even(1, 64, STATEMENT_TIMEOUT_MILLIS, LOCK_TIMEOUT_MILLIS));

    public CellSizes {
        if (admission.limitInitial() > inFlightMax) {
            throw new IllegalArgumentException("the limit begins with " + admission.limitInitial()
                    + " in flight, above the most that there may be, " + inFlightMax);
        }
        if (service.inFlightMax() > inFlightMax) {
            throw new IllegalArgumentException("one service may have " + service.inFlightMax()
                    + " requests in flight, but the whole cell only " + inFlightMax);
        }
        int knownMillis = admission.queueMillisMax()
                + service.database().waitMillisMax()
                + service.database().lockTimeoutMillis();
        if (knownMillis >= DEADLINE_MILLIS_DEFAULT) {
            throw new IllegalArgumentException(
                    "a write that waits for its turn, a connection and a lock is refused after "
                            + knownMillis + " ms, but a request has " + DEADLINE_MILLIS_DEFAULT
                            + " ms: its client would not hear what became of it");
        }
    }

    /**
     * What may that many services have in flight together?
     *
     * @throws IllegalArgumentException when it is more than the cell may: then one of them, stalled, could keep the others out
     */
    public void checkFor(int services) {
        if ((long) services * service.inFlightMax() > inFlightMax) {
            throw new IllegalArgumentException(services + " services with " + service.inFlightMax()
                    + " requests in flight each are more than the cell's " + inFlightMax);
        }
    }
}
