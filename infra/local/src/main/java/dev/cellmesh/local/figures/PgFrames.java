package dev.cellmesh.local.figures;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Where does one message of PostgreSQL's protocol end and the next begin? Takes the bytes of one direction in any pieces, keeps
 * no more than a header and the client's first messages, and tells of each message once, when its last byte is there.
 */
final class PgFrames {
    /** What a start-up message may hold; the server's own limit. */
    static final int STARTUP_BYTES_MAX = 10_000;

    private static final int LENGTH_BYTES = 4;
    private static final int BYTE_MASK = 0xff;

    /** Who hears of the messages? */
    interface Listener {
        /** @param body of messages without a type only; empty for others */
        void message(char type, byte[] body);
    }

    /** The type given for messages that have none: the client's first ones. */
    static final char UNTYPED = 0;

    private final Listener listener;
    private boolean typed;
    private int headerRead;
    private char type;
    private long length;
    private long bodyLeft = -1;
    private byte[] body = new byte[0];
    private int rawBytes;

    /** @param typed false for the client's side, which begins without types */
    PgFrames(boolean typed, Listener listener) {
        this.typed = typed;
        this.listener = listener;
    }

    /** From the next message on, each one begins with its type. */
    void becomeTyped() {
        typed = true;
    }

    /** The next byte is none of a message: the answer to a question about encryption. */
    void skipByte() {
        rawBytes++;
    }

    /**
     * @throws IllegalArgumentException when it is not the protocol
     */
    void feed(Buffer bytes) {
        int at = 0;
        while (at < bytes.length()) {
            if (rawBytes > 0 && headerRead == 0) {
                rawBytes--;
                at++;
            } else if (bodyLeft < 0) {
                header(bytes.getByte(at++));
            } else {
                int taken = (int) Math.min(bodyLeft, bytes.length() - at);
                if (type == UNTYPED) {
                    int offset = (int) (body.length - bodyLeft);
                    bytes.getBytes(at, at + taken, body, offset);
                }
                at += taken;
                bodyLeft -= taken;
            }
            if (bodyLeft == 0) {
                end();
            }
        }
    }

    private void header(byte next) {
        int typeBytes = typed ? 1 : 0;
        if (headerRead < typeBytes) {
            type = (char) (next & BYTE_MASK);
        } else {
            length = (length << Byte.SIZE) | (next & BYTE_MASK);
        }
        headerRead++;
        if (headerRead == typeBytes + LENGTH_BYTES) {
            bodyLeft = length - LENGTH_BYTES;
            if (bodyLeft < 0 || (!typed && bodyLeft > STARTUP_BYTES_MAX)) {
                throw new IllegalArgumentException("not PostgreSQL's protocol: a message of " + length + " bytes");
            }
            if (!typed) {
                type = UNTYPED;
                body = new byte[(int) bodyLeft];
            }
        }
    }

    private void end() {
        char ended = type;
        byte[] of = ended == UNTYPED ? Arrays.copyOf(body, body.length) : new byte[0];
        headerRead = 0;
        length = 0;
        bodyLeft = -1;
        listener.message(ended, of);
    }
}
