package dev.cellmesh.runtime.node;

/**
 * How many connections may one user of a ring hold to it? They are opened when they are needed.
 *
 * @param quorum for quorum writes; each carries one write per WAN round trip
 * @param local for writes of local durability
 * @param reads for reads, which are pipelined
 */
public record RingConnections(int quorum, int local, int reads) {
    /** What one tenant stalls leaves a quarter of the connections for writes to the others. */
    private static final double TENANT_SHARE_MAX = 0.75;

    public RingConnections {
        if (quorum < 1 || local < 1 || reads < 1) {
            throw new IllegalArgumentException(
                    "one connection for each use at least, not " + quorum + ", " + local + " and " + reads);
        }
    }

    /** Of so many for one kind of writes, how many may carry one tenant's while others write, too? */
    public static int ofTenant(int connections) {
        return Math.max(1, (int) (connections * TENANT_SHARE_MAX));
    }

    /** To a ring's primary. */
    public int total() {
        return quorum + local + reads;
    }
}
