package dev.cellmesh.testkit.wire;

import io.vertx.core.buffer.Buffer;

/**
 * Where does one message of PostgreSQL's protocol end and the next begin? Takes the bytes of one direction in any pieces, and
 * hands on each message as a whole, when its last byte is there.
 */
public final class PgFrames {
    /** What a start-up message may hold; the server's own limit. */
    static final int STARTUP_BYTES_MAX = 10_000;
    /** Far above any statement or row of this project, far below what a message may hold: a message is kept in memory. */
    static final int MESSAGE_BYTES_MAX = 64 << 20;

    private static final int LENGTH_BYTES = 4;
    private static final int BYTE_MASK = 0xff;

    /** Who hears of the messages? */
    @FunctionalInterface
    public interface Listener {
        void message(PgMessage message);
    }

    private final Listener listener;
    private boolean typed;
    private int rawBytes;
    private Buffer kept = Buffer.buffer();

    private PgFrames(boolean typed, Listener listener) {
        this.typed = typed;
        this.listener = listener;
    }

    /** A client begins with messages that have no type. */
    public static PgFrames ofClient(Listener listener) {
        return new PgFrames(false, listener);
    }

    public static PgFrames ofServer(Listener listener) {
        return new PgFrames(true, listener);
    }

    /** From the next message on, each one begins with its type. */
    public void becomeTyped() {
        typed = true;
    }

    /** The next byte is none of a message: the answer to a question about encryption. */
    public void skipByte() {
        rawBytes++;
    }

    /**
     * @throws IllegalArgumentException when it is not the protocol
     */
    public void feed(Buffer bytes) {
        Buffer all = kept.length() == 0 ? bytes : kept.appendBuffer(bytes);
        int at = 0;
        while (true) {
            while (rawBytes > 0 && at < all.length()) {
                rawBytes--;
                at++;
            }
            int end = endOf(all, at);
            if (end < 0 || end > all.length()) {
                break;
            }
            char type = typed ? (char) (all.getByte(at) & BYTE_MASK) : PgMessage.UNTYPED;
            Buffer frame = all.getBuffer(at, end);
            at = end;
            listener.message(new PgMessage(type, frame));
        }
        kept = all.getBuffer(at, all.length());
    }

    /** Negative while the length is not there yet. */
    private int endOf(Buffer all, int at) {
        int lengthAt = at + (typed ? 1 : 0);
        if (all.length() < lengthAt + LENGTH_BYTES) {
            return -1;
        }
        long length = all.getUnsignedInt(lengthAt);
        if (length < LENGTH_BYTES || length - LENGTH_BYTES > (typed ? MESSAGE_BYTES_MAX : STARTUP_BYTES_MAX)) {
            throw new IllegalArgumentException("not PostgreSQL's protocol: a message of " + length + " bytes");
        }
        return lengthAt + (int) length;
    }
}
