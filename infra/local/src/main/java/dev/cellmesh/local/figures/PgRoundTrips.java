package dev.cellmesh.local.figures;

import dev.cellmesh.testkit.wire.PgFrames;
import dev.cellmesh.testkit.wire.PgMessage;
import io.vertx.core.buffer.Buffer;

/**
 * How often did a client wait for its server? A round trip begins when the client sends something while it waits for nothing, and
 * ends when the server is ready and nothing else was asked meanwhile: whatever is pipelined behind is in the same one.
 * Connecting and logging in do not count.
 */
final class PgRoundTrips {
    private final PgFrames client = PgFrames.ofClient(this::fromClient);
    private final PgFrames server = PgFrames.ofServer(this::fromServer);
    private String application = "";
    private boolean loggedIn;
    private boolean underway;
    private int outstanding;
    private long roundTrips;
    private long statements;

    void clientSent(Buffer bytes) {
        client.feed(bytes);
    }

    void serverSent(Buffer bytes) {
        server.feed(bytes);
    }

    /** As the client named itself; empty before it did. */
    String application() {
        return application;
    }

    long roundTrips() {
        return roundTrips;
    }

    /** Implicit transactions: each has an end of its own. */
    long statements() {
        return statements;
    }

    private void fromClient(PgMessage message) {
        char type = message.type();
        if (type == PgMessage.UNTYPED) {
            switch (message.startupCode()) {
                case PgMessage.SSL_REQUEST, PgMessage.GSS_REQUEST -> server.skipByte();
                case PgMessage.PROTOCOL_3 -> {
                    application = message.applicationName();
                    client.becomeTyped();
                }
                default -> client.becomeTyped();
            }
            return;
        }
        if (!loggedIn || type == 'X') {
            return;
        }
        if (!underway) {
            underway = true;
            roundTrips++;
        }
        if (type == 'S' || type == 'Q' || type == 'F') {
            outstanding++;
            statements++;
        }
    }

    private void fromServer(PgMessage message) {
        if (message.type() != 'Z') {
            return;
        }
        if (!loggedIn) {
            loggedIn = true;
        } else if (--outstanding == 0) {
            underway = false;
        }
    }
}
