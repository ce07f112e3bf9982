package dev.cellmesh.local.figures;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * How often did a client wait for its server? A round trip begins when the client sends something while it waits for nothing, and
 * ends when the server is ready and nothing else was asked meanwhile: whatever is pipelined behind is in the same one.
 * Connecting and logging in do not count.
 */
final class PgRoundTrips {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final int PROTOCOL_3 = 196_608;
    private static final String APPLICATION_NAME = "application_name";

    private final PgFrames client = new PgFrames(false, this::fromClient);
    private final PgFrames server = new PgFrames(true, this::fromServer);
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

    private void fromClient(char type, byte[] body) {
        if (type == PgFrames.UNTYPED) {
            Buffer message = Buffer.buffer(body);
            switch (message.getInt(0)) {
                case SSL_REQUEST, GSS_REQUEST -> server.skipByte();
                case PROTOCOL_3 -> {
                    application = applicationName(body);
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

    private void fromServer(char type, byte[] body) {
        if (type != 'Z') {
            return;
        }
        if (!loggedIn) {
            loggedIn = true;
        } else if (--outstanding == 0) {
            underway = false;
        }
    }

    /** The body is the version, then names and values, each ended by a zero. */
    private static String applicationName(byte[] body) {
        String[] words =
                new String(body, Integer.BYTES, body.length - Integer.BYTES, StandardCharsets.UTF_8).split("\0", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (words[i].equals(APPLICATION_NAME)) {
                return words[i + 1];
            }
        }
        return "";
    }
}
