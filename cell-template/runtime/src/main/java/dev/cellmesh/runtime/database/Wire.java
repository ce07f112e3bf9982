package dev.cellmesh.runtime.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/**
 * What is one connection to a database server? Statements go out in the order they are given, without waiting for the
 * answers before them; each is its own transaction.
 */
interface Wire {
    /** Cached by its text: after the first use on this wire, one round trip. */
    Future<RowSet<Row>> prepared(String sql, Tuple parameters);

    /** With the simple protocol: never prepared, no parameters. */
    Future<RowSet<Row>> simple(String sql);

    /** Did the server say, since the last call, that a commit did not wait for its quorum? */
    boolean tookBackTheQuorum();

    boolean isOpen();

    /** Runs once, as soon as the wire cannot be used any more. */
    void onClose(Runnable closed);

    /** Closes the socket, whatever is on its way. Never cancels what the server is doing. */
    void close();
}
