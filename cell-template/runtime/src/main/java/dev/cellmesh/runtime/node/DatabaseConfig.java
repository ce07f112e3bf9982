package dev.cellmesh.runtime.node;

import java.util.List;

/**
 * Which databases does a node use, and how much of them?
 *
 * @param kind {@code postgres} (rings) or {@code cockroach} (every ring is the same cluster)
 * @param quorumConnections most connections per ring for quorum writes; each carries one write per WAN round trip
 * @param localConnections most connections per ring for local-durability writes, and for quorum writes of the global ring
 * @param readConnections most connections per ring and role for reads, which are pipelined
 * @param waitQueueMax most calls that wait for a connection, per pool
 * @param statementTimeoutMillis most time of one statement, apart from the wait for a quorum
 * @param lockTimeoutMillis most time that a write waits for a row or key that another one holds
 */
public record DatabaseConfig(
        String kind,
        String database,
        String user,
        String password,
        List<RingConfig> rings,
        int quorumConnections,
        int localConnections,
        int readConnections,
        int waitQueueMax,
        int statementTimeoutMillis,
        int lockTimeoutMillis) {}
