package dev.cellmesh.runtime.database;

import io.vertx.core.Future;

/**
 * How does a statement get the consistency or the durability that was asked? It hides exactly that, for every ring that a
 * node can reach, seen from the node's own region. What went wrong is a value; a failed future is a bug.
 *
 * <p>Each statement is one implicit transaction. Call it on the event loop that made it; it never blocks.
 */
public interface RegionalDatabase {
    Future<ReadOutcome> read(Read read);

    Future<WriteOutcome> write(Write write);

    /** Can the primary of every home ring of this node's region answer right now? Never fails. */
    Future<Boolean> isReady();

    Future<Void> close();
}
