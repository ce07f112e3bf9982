package dev.cellmesh.runtime.node;

/**
 * How many connections may one user of a ring hold to it? They are opened when they are needed.
 *
 * @param quorum for quorum writes; each carries one write per WAN round trip
 * @param local for writes of local durability
 * @param reads for reads, which are pipelined
 */
public record RingConnections(int quorum, int local, int reads) {
    public RingConnections {
        if (quorum < 1 || local < 1 || reads < 1) {
            throw new IllegalArgumentException(
                    "one connection for each use at least, not " + quorum + ", " + local + " and " + reads);
        }
    }

    /** To a ring's primary. */
    public int total() {
        return quorum + local + reads;
    }
}
