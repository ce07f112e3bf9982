package dev.cellmesh.testkit.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Which database do the contract classes try out, and how can it be hurt? One ring, seen from its home region and from another
 * one. A fault that it cannot have is a skipped test with its reason.
 */
public interface DatabaseUnderTest {
    /** What can be made to go wrong? */
    enum Fault {
        /** The server that strong reads and writes go to does not take connections. */
        PRIMARY_GONE,
        /** The same for the replica of the remote region. */
        REPLICA_GONE,
        /** No write reaches its quorum, and no replica shows anything new. */
        REPLICAS_STALLED
    }

    /** Where the rows under test live. */
    Region home();

    /** Where only a replica of them is. */
    Region remote();

    /** How a node in that region reaches the ring; limits are set by each test. */
    DatabaseConfig config(Region node);

    /** With the right to create tables and to end other sessions; autocommit is on. */
    Connection admin() throws SQLException;

    /** Puts a table that was just made where tables of home rows live; on a ring they are there. */
    default void placeTable(String name) throws Exception {}

    /** Returns when every replica shows what is committed now. */
    void awaitReplicas() throws Exception;

    Set<Fault> faults();

    /** Returns when the fault is there. */
    void hurt(Fault fault) throws Exception;

    /** Returns when the fault is gone, and the replicas follow again. */
    void heal(Fault fault) throws Exception;

    /** How many sessions of others wait for their quorum right now; asked only while {@link Fault#REPLICAS_STALLED}. */
    default int sessionsWaitingForReplicas() throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Cuts every connection of the nodes; only while {@link Fault#REPLICAS_STALLED}. */
    default void endOtherSessions() throws Exception {
        throw new UnsupportedOperationException();
    }

    void close() throws Exception;
}
