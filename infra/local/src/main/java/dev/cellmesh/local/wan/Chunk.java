package dev.cellmesh.local.wan;

import java.nio.ByteBuffer;

/** What is on its way, and when is it due? Belongs to one {@link Flow}. */
final class Chunk {
    /** What the destination sees when it arrives. */
    enum Kind {
        /** The connection is asked for. */
        OPEN,
        DATA,
        /** The sender will send no more. */
        FINISH,
        /** The sender is gone. */
        RESET
    }

    /** About what the objects around the bytes take, so that many tiny chunks are bounded too. */
    private static final int OVERHEAD_BYTES = 128;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    final Kind kind;
    final ByteBuffer bytes;
    final int length;

    /** Not before: the sender could not have sent it earlier, because the connection was not open yet. */
    final long sentNanos;

    final double luck;
    long departNanos = Long.MAX_VALUE;
    long dueNanos;

    Chunk(Kind kind, ByteBuffer bytes, long sentNanos, double luck) {
        this.kind = kind;
        this.bytes = bytes;
        this.length = bytes.remaining();
        this.sentNanos = sentNanos;
        this.luck = luck;
    }

    static Chunk mark(Kind kind, long sentNanos, double luck) {
        return new Chunk(kind, NOTHING.duplicate(), sentNanos, luck);
    }

    boolean hasDeparted(long nowNanos) {
        return departNanos <= nowNanos;
    }

    int costBytes() {
        return length + OVERHEAD_BYTES;
    }
}
