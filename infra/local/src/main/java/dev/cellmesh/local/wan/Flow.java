package dev.cellmesh.local.wan;

import dev.cellmesh.local.wan.Chunk.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What is on its way in one direction of one connection? A queue of chunks, each with its due time, of which the first one
 * decides when the flow is next looked at. Guarded by the fabric's lock.
 */
final class Flow {
    /** A flow may always hold this much, so that no connection starves: some round trips of small messages. */
    private static final int WINDOW_MIN_BYTES = 64 * 1024;

    /** Fills 100 Mbit/s over the longest default round trip; what is more waits in the sender's socket. */
    private static final int WINDOW_MAX_BYTES = 4 * 1024 * 1024;

    /** How long a limited wire may be booked by one connection, apart from the delay: the buffer of its router. */
    private static final double WIRE_BOOKED_SECONDS_MAX = 0.1;

    /** A limited wire is booked in pieces of this time, so that the connections on it take turns. */
    private static final int PIECES_PER_SECOND = 100;

    private static final int PIECE_MIN_BYTES = 512;

    private static final double MILLIS_PER_SECOND = 1000;

    final WanConnection connection;
    final Direction direction;
    final DelaySchedule schedule;
    private final Courier courier;
    private final Tally linkTally;
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();

    /** Null until the connection is open at that end. */
    Side source;

    Side destination;

    /** In the courier's agenda, which must not see the due time change. */
    boolean inAgenda;

    /** The sender has ended, or has not begun: nothing more is read. */
    boolean sourceEnded;

    /** What the sender sends before the connection is open leaves then. */
    long openNanos;

    /** Bytes were dropped for ever: none may follow them. */
    boolean holed;

    /** The destination is gone. */
    private boolean abandoned;

    /** Until the destination can take more. */
    private boolean blocked;

    private boolean paused;
    private long heldBytes;
    private long swallowedBytes;

    Flow(WanConnection connection, Direction direction, Courier courier, Tally linkTally, long seed) {
        this.connection = connection;
        this.direction = direction;
        this.courier = courier;
        this.linkTally = linkTally;
        this.schedule = new DelaySchedule(seed);
        direction.flows.add(this);
    }

    long dueNanos() {
        return queue.element().dueNanos;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    boolean isWaiting() {
        return !queue.isEmpty() && !blocked && !direction.conditions.stalled();
    }

    void forEachChunk(Consumer<Chunk> action) {
        queue.forEach(action);
    }

    /** How much is read at once: less on a slow wire, so that its bytes arrive evenly. */
    int pieceBytes(int capacity) {
        LinkConditions conditions = direction.conditions;
        if (!conditions.isLimited()) {
            return capacity;
        }
        long piece = conditions.bandwidthBytesPerSecond() / PIECES_PER_SECOND;
        return (int) Math.min(capacity, Math.max(PIECE_MIN_BYTES, piece));
    }

    void data(ByteBuffer bytes, long nowNanos) {
        linkTally.bytes += bytes.remaining();
        direction.tally.bytes += bytes.remaining();
        if (connection.lastSpeaker != this) {
            connection.lastSpeaker = this;
            linkTally.flights++;
            direction.tally.flights++;
        }
        long sent = Math.max(nowNanos, openNanos);
        offer(new Chunk(Kind.DATA, bytes, sent, schedule.nextLuck()), nowNanos);
    }

    void mark(Kind kind, long nowNanos) {
        long sent = kind == Kind.OPEN ? nowNanos : Math.max(nowNanos, openNanos);
        offer(Chunk.mark(kind, sent, schedule.nextLuck()), nowNanos);
    }

    private void offer(Chunk chunk, long nowNanos) {
        if (abandoned || holed || direction.isCut(Cut.BLACKHOLE)) {
            swallow(chunk);
        } else {
            stamp(chunk, nowNanos);
            queue.add(chunk);
            hold(chunk.costBytes());
            courier.plan(this);
        }
        if (!mayRead()) {
            pause();
        }
    }

    private void swallow(Chunk chunk) {
        holed = true;
        swallowedBytes += chunk.length;
    }

    /** Gives the chunk its due time, under the conditions of now; what has left already does not leave again. */
    void stamp(Chunk chunk, long nowNanos) {
        if (!chunk.hasDeparted(nowNanos)) {
            long departs = direction.wire.depart(nowNanos, chunk.length, direction.conditions);
            chunk.departNanos = Math.max(chunk.sentNanos, departs);
        }
        chunk.dueNanos = schedule.due(chunk.departNanos, chunk.luck, direction.conditions);
    }

    /** Hands over all that is due. */
    void deliver(long nowNanos) {
        boolean goOn = true;
        while (goOn && isWaiting() && queue.element().dueNanos <= nowNanos) {
            goOn = handOver(queue.element(), nowNanos);
        }
        if (paused && mayResume()) {
            paused = false;
            source.interest(SelectionKey.OP_READ, true);
        }
        courier.plan(this);
        connection.settle();
    }

    /** False when the next chunk has to wait: for the connection, or for room. */
    private boolean handOver(Chunk chunk, long nowNanos) {
        switch (chunk.kind) {
            case OPEN -> {
                remove(chunk);
                blocked = true;
                connection.openTarget(nowNanos);
                return false;
            }
            case DATA -> {
                if (!write(chunk, nowNanos)) {
                    return false;
                }
                remove(chunk);
            }
            case FINISH -> {
                remove(chunk);
                destination.finish();
            }
            case RESET -> connection.reset();
        }
        return true;
    }

    /** False when the destination took less than all, or is gone. */
    private boolean write(Chunk chunk, long nowNanos) {
        try {
            destination.channel.write(chunk.bytes);
        } catch (IOException gone) {
            destination.lost(nowNanos);
            return false;
        }
        if (chunk.bytes.hasRemaining()) {
            blocked = true;
            destination.interest(SelectionKey.OP_WRITE, true);
            return false;
        }
        return true;
    }

    private void remove(Chunk chunk) {
        queue.remove();
        hold(-chunk.costBytes());
    }

    private void hold(long bytes) {
        heldBytes += bytes;
        direction.tally.bytesHeld += bytes;
        linkTally.bytesHeld += bytes;
        courier.heldBytes += bytes;
    }

    /** The destination can take more. */
    void unblock() {
        blocked = false;
        courier.plan(this);
    }

    /** Drops what is on its way, and all that would follow: nobody is there to take it. */
    void abandon() {
        abandoned = true;
        drop();
    }

    /** Loses what is on its way to a blackhole. */
    void lose() {
        if (!queue.isEmpty()) {
            holed = true;
            drop();
        }
    }

    private void drop() {
        courier.forget(this);
        queue.clear();
        hold(-heldBytes);
    }

    private void pause() {
        if (!paused && source != null && !sourceEnded) {
            paused = true;
            source.interest(SelectionKey.OP_READ, false);
        }
    }

    private boolean mayRead() {
        return swallowedBytes < WINDOW_MIN_BYTES
                && heldBytes < windowBytes()
                && (courier.heldBytes < Courier.HELD_BYTES_MAX || queue.isEmpty());
    }

    /** Later than {@link #mayRead} says, so that a full flow does not change its mind with every chunk. */
    private boolean mayResume() {
        return !sourceEnded && mayRead() && (queue.isEmpty() || heldBytes <= windowBytes() / 2);
    }

    private long windowBytes() {
        LinkConditions conditions = direction.conditions;
        if (!conditions.isLimited()) {
            return WINDOW_MAX_BYTES;
        }
        double seconds = WIRE_BOOKED_SECONDS_MAX + conditions.delayMillis() / MILLIS_PER_SECOND;
        long bytes = (long) (conditions.bandwidthBytesPerSecond() * seconds);
        return Math.max(WINDOW_MIN_BYTES, Math.min(WINDOW_MAX_BYTES, bytes));
    }
}
