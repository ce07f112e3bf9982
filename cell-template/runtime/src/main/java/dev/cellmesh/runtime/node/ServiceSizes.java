package dev.cellmesh.runtime.node;

/**
 * How much of a cell may one of its services take?
 *
 * @param inFlightMax requests of it that are being worked on
 * @param writesReserved of these, the places that reads leave to writes
 * @param blockingThreads of its named worker pool
 */
public record ServiceSizes(int inFlightMax, int writesReserved, int blockingThreads, DatabaseSizes database) {
    /** What one tenant stalls leaves half of its service's places to the others. */
    private static final double TENANT_SHARE_MAX = 0.5;

    public ServiceSizes {
        if (inFlightMax < 1 || blockingThreads < 1) {
            throw new IllegalArgumentException("a service needs a request in flight and a thread at least, not "
                    + inFlightMax + " and " + blockingThreads);
        }
        if (writesReserved < 0 || writesReserved >= inFlightMax) {
            throw new IllegalArgumentException("of " + inFlightMax + " places of a service, writes cannot have "
                    + writesReserved + " for themselves: reads need one");
        }
        if (database.waitersMax() > inFlightMax) {
            throw new IllegalArgumentException("a queue for " + database.waitersMax()
                    + " calls is never full where a service has " + inFlightMax + " requests in flight");
        }
    }

    /** Of so many places of a service, how many may one tenant have while others ask, too? */
    public static int ofTenant(int places) {
        return Math.max(1, (int) (places * TENANT_SHARE_MAX));
    }
}
