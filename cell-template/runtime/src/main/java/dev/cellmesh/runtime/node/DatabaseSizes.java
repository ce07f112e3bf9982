package dev.cellmesh.runtime.node;

/**
 * How much of the databases may one user of them take: a service of a cell, or a node for its own upkeep?
 *
 * @param near to each ring whose primary stands in the node's region; its reads also count for the replica in the node's region
 *     of each other ring
 * @param far to each other ring's primary
 * @param waitersMax most calls that wait for a connection, per pool
 * @param waitMillisMax how long they wait at most: longer waits mean that the pool is too small for the load, and an early refusal
 *     is worth more than a late answer
 * @param statementTimeoutMillis most time of one statement, apart from the wait for a quorum
 * @param lockTimeoutMillis most time that a statement waits for a row or table that another one holds
 */
public record DatabaseSizes(
        RingConnections near,
        RingConnections far,
        int waitersMax,
        int waitMillisMax,
        int statementTimeoutMillis,
        int lockTimeoutMillis) {
    public static final int WAIT_MILLIS_MAX = 2_000;

    public DatabaseSizes {
        if (waitersMax < 1 || waitMillisMax < 1 || lockTimeoutMillis < 1) {
            throw new IllegalArgumentException("waits of databases must be possible and end: " + waitersMax + " calls, "
                    + waitMillisMax + " ms for a connection, " + lockTimeoutMillis + " ms for a lock");
        }
        if (lockTimeoutMillis > statementTimeoutMillis) {
            throw new IllegalArgumentException("a lock is waited for up to " + lockTimeoutMillis
                    + " ms, but the whole statement may take only " + statementTimeoutMillis + " ms");
        }
    }

    /** The same number for each use of each ring, and the usual wait for one. */
    public static DatabaseSizes even(
            int connections, int waitersMax, int statementTimeoutMillis, int lockTimeoutMillis) {
        RingConnections each = new RingConnections(connections, connections, connections);
        return new DatabaseSizes(each, each, waitersMax, WAIT_MILLIS_MAX, statementTimeoutMillis, lockTimeoutMillis);
    }

    /** Of {@code users} together, for those that share one set on purpose. */
    public DatabaseSizes times(int users) {
        return new DatabaseSizes(
                times(near, users),
                times(far, users),
                waitersMax * users,
                waitMillisMax,
                statementTimeoutMillis,
                lockTimeoutMillis);
    }

    private static RingConnections times(RingConnections each, int users) {
        return new RingConnections(each.quorum() * users, each.local() * users, each.reads() * users);
    }
}
