package dev.cellmesh.local.wan;

import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who carries the bytes? Two threads for all links: the reader waits for sockets, and stamps what comes; the deliverer sleeps
 * until the next chunk is due, and hands it over. One lock guards all state, and nothing blocks while it is held. See
 * RATIONALE.md for the figures behind this.
 */
final class Courier {
    /** Of all links; beyond it, each flow holds one chunk at most, so that a stalled one cannot take the memory. */
    static final long HELD_BYTES_MAX = 64L * 1024 * 1024;

    /** Of the names of both threads. */
    static final String THREAD_PREFIX = "wan-";

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** As much as a socket mostly has at once. */
    private static final int READ_BYTES_MAX = 64 * 1024;

    /** After the process ran out of sockets. */
    private static final long ACCEPT_PAUSE_MILLIS = 100;

    /** Neither thread blocks for long; this only bounds a bug. */
    private static final long STOP_MILLIS_MAX = 5_000;

    final ReentrantLock lock = new ReentrantLock();
    final Selector selector;
    final Map<Endpoint, WanLink> links = new LinkedHashMap<>();
    long heldBytes;

    private final PriorityQueue<Flow> agenda =
            new PriorityQueue<>((one, other) -> Long.compare(one.dueNanos(), other.dueNanos()));
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES_MAX);
    private final List<WanLink> outOfSockets = new ArrayList<>();
    private final LongSupplier nanoClock;
    private final long originNanos;
    private final long seed;
    private final Thread reader;
    private final Thread deliverer;
    private long seedsGiven;
    private long wakeNanos = Long.MIN_VALUE;
    private boolean closed;

    Courier(LongSupplier nanoClock, long seed) throws IOException {
        this.nanoClock = nanoClock;
        this.originNanos = nanoClock.getAsLong();
        this.seed = seed;
        this.selector = Selector.open();
        this.reader =
                Thread.ofPlatform().daemon().name(THREAD_PREFIX + "reader").unstarted(this::readAll);
        this.deliverer =
                Thread.ofPlatform().daemon().name(THREAD_PREFIX + "deliverer").unstarted(this::deliverAll);
    }

    void start() {
        reader.start();
        deliverer.start();
    }

    long now() {
        return nanoClock.getAsLong() - originNanos;
    }

    /** Another one for each connection; the n-th of a run is always the same. */
    long nextSeed(Direction direction) {
        seedsGiven++;
        return seed ^ (direction.toString().hashCode() * 0x9E3779B97F4A7C15L) ^ (seedsGiven * 0xD1B54A32D192ED03L);
    }

    boolean isRunning() {
        return reader.isAlive() || deliverer.isAlive();
    }

    boolean isClosed() {
        return closed;
    }

    /** Looks at the flow again when its first chunk is due. */
    void plan(Flow flow) {
        if (!flow.inAgenda && flow.isWaiting()) {
            flow.inAgenda = true;
            agenda.add(flow);
        }
    }

    /** Must come before a change of the flow's first due time. */
    void forget(Flow flow) {
        if (flow.inAgenda) {
            flow.inAgenda = false;
            agenda.remove(flow);
        }
    }

    /** The selector sees other interests, and closed channels, only when it begins anew. */
    void interestChanged() {
        if (!reader.equals(Thread.currentThread())) {
            selector.wakeup();
        }
    }

    /** After the agenda has changed: the deliverer may have to get up earlier. */
    void hurry() {
        Flow first = agenda.peek();
        if (first != null && first.dueNanos() < wakeNanos) {
            wakeNanos = first.dueNanos();
            LockSupport.unpark(deliverer);
        }
    }

    private void deliverAll() {
        lock.lock();
        try {
            while (!closed) {
                deliverDue();
                Flow first = agenda.peek();
                wakeNanos = first == null ? Long.MAX_VALUE : first.dueNanos();
                long waitNanos = first == null ? Long.MAX_VALUE : wakeNanos - now();
                lock.unlock();
                try {
                    if (waitNanos > 0) {
                        LockSupport.parkNanos(this, waitNanos);
                    }
                } finally {
                    lock.lock();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void deliverDue() {
        long now = now();
        for (Flow flow = agenda.peek(); flow != null && flow.dueNanos() <= now; flow = agenda.peek()) {
            agenda.remove();
            flow.inAgenda = false;
            try {
                flow.deliver(now);
            } catch (RuntimeException bug) {
                LOG.error("A connection through {} is reset: it could not be served", flow.direction, bug);
                flow.connection.reset();
            }
        }
    }

    private void readAll() {
        while (select()) {
            lock.lock();
            try {
                if (closed) {
                    break;
                }
                serveSelected();
                // Whatever is due already needs no second thread.
                deliverDue();
                hurry();
            } finally {
                lock.unlock();
            }
        }
        closeQuietly(selector);
    }

    private boolean select() {
        try {
            if (outOfSockets.isEmpty()) {
                selector.select();
            } else {
                selector.select(ACCEPT_PAUSE_MILLIS);
                outOfSockets.forEach(link -> link.acceptMore(true));
                outOfSockets.clear();
            }
            return true;
        } catch (IOException broken) {
            LOG.error("The WAN links end: the selector is broken", broken);
            return false;
        }
    }

    private void serveSelected() {
        for (SelectionKey key : selector.selectedKeys()) {
            if (!key.isValid()) {
                continue;
            }
            if (key.attachment() instanceof WanLink link) {
                accept(link);
            } else if (key.attachment() instanceof Side side) {
                serve(key, side);
            }
        }
        selector.selectedKeys().clear();
    }

    private void accept(WanLink link) {
        try {
            link.accept();
        } catch (IOException noSocket) {
            LOG.warn("A link {} takes no connections for {} ms", link.there, ACCEPT_PAUSE_MILLIS, noSocket);
            link.acceptMore(false);
            outOfSockets.add(link);
        }
    }

    private void serve(SelectionKey key, Side side) {
        long now = now();
        try {
            if (key.isConnectable()) {
                side.connection.finishOpening(now);
            }
            if (key.isValid() && key.isWritable()) {
                side.interest(SelectionKey.OP_WRITE, false);
                side.incoming.unblock();
            }
            if (key.isValid() && key.isReadable()) {
                read(side, now);
            }
        } catch (IOException gone) {
            side.lost(now);
        } catch (RuntimeException bug) {
            LOG.error("A connection through {} is reset: it could not be served", side.outgoing.direction, bug);
            side.connection.reset();
        }
        side.connection.settle();
    }

    private void read(Side side, long nowNanos) throws IOException {
        buffer.clear().limit(side.outgoing.pieceBytes(READ_BYTES_MAX));
        int length = side.channel.read(buffer);
        if (length < 0) {
            side.ended(nowNanos);
        } else if (length > 0) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            bytes.put(buffer.flip()).flip();
            side.outgoing.data(bytes, nowNanos);
        }
    }

    /** Ends all connections and listeners, and both threads. */
    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            links.values().forEach(WanLink::close);
            links.clear();
            selector.wakeup();
            LockSupport.unpark(deliverer);
        } finally {
            lock.unlock();
        }
        try {
            reader.join(STOP_MILLIS_MAX);
            deliverer.join(STOP_MILLIS_MAX);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    static void closeQuietly(AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception alreadyGone) {
            LOG.debug("Closed already", alreadyGone);
        }
    }
}
