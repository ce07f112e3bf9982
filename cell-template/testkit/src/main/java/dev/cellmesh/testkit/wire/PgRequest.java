package dev.cellmesh.testkit.wire;

import dev.cellmesh.testkit.wire.WireChoice.Stage;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What does a client send at once, to be answered up to one "ready for query"? Either the messages of the extended protocol up
 * to their synchronisation, or one simple query; and first of all, its wish to be connected.
 *
 * @param bytes for the server
 * @param texts of the statements of that stage; of a wish to be connected, the name that the client gives itself
 * @param isAnswered false for what has no answer of its own: a goodbye, the data of a copy, a flush
 */
record PgRequest(Buffer bytes, Stage stage, List<String> texts, boolean isAnswered) {
    /** Fails wherever it is run, and does nothing else: in a block, it ends the block as any error does. */
    private static final String FAILING = "refused on the wire";

    static PgRequest opening(PgMessage startup) {
        return new PgRequest(startup.frame(), Stage.OPENED, List.of(startup.applicationName()), true);
    }

    /** In the place of a request that must not be run, so that the server's state stays the one the client is told of. */
    static PgRequest failing() {
        return new PgRequest(PgMessage.query(FAILING).frame(), Stage.EXECUTED, List.of(FAILING), true);
    }
}
