package dev.cellmesh.testkit.wire;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What does a client send at once, to be answered up to one "ready for query"? Either the messages of the extended protocol up
 * to their synchronisation, or one simple query.
 *
 * @param bytes for the server
 * @param prepared texts that are only parsed in it
 * @param executed texts that are run in it
 * @param isAnswered false for what has no answer of its own: a goodbye, the data of a copy, a flush
 */
record PgRequest(Buffer bytes, List<String> prepared, List<String> executed, boolean isAnswered) {
    /** Fails wherever it is run, and does nothing else: in a block, it ends the block as any error does. */
    private static final String FAILING = "refused on the wire";

    /** In the place of a request that must not be run, so that the server's state stays the one the client is told of. */
    static PgRequest failing() {
        return new PgRequest(PgMessage.query(FAILING).frame(), List.of(), List.of(), true);
    }
}
