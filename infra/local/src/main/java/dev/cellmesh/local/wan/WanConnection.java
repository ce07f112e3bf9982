package dev.cellmesh.local.wan;

import dev.cellmesh.local.wan.Chunk.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * What becomes of one connection through a link? It costs what a far one costs: the target is asked after one delay, the
 * client's first bytes leave after one round trip, and the target's first ones when the client's side is known to be open.
 * Guarded by the fabric's lock.
 */
final class WanConnection {
    final WanLink link;
    final Flow forward;
    final Flow backward;
    private final Courier courier;

    /** The flow that had bytes last; null before the first. */
    Flow lastSpeaker;

    private Side client;
    private Side target;
    private boolean closed;

    WanConnection(WanLink link, SocketChannel accepted, Courier courier, long seed) throws IOException {
        this.link = link;
        this.courier = courier;
        this.forward = new Flow(this, link.there, courier, link.thereTally, seed);
        this.backward = new Flow(this, link.back, courier, link.backTally, ~seed);
        backward.sourceEnded = true;
        long now = courier.now();
        long thereNanos = link.there.conditions.delayNanos();
        forward.openNanos = now + thereNanos + link.back.conditions.delayNanos();
        backward.openNanos = forward.openNanos + thereNanos;
        try {
            client = new Side(accepted, this, forward, backward, courier, SelectionKey.OP_READ);
        } catch (IOException failed) {
            detach();
            throw failed;
        }
        forward.mark(Kind.OPEN, now);
    }

    /** The request for the connection has arrived. */
    void openTarget(long nowNanos) {
        if (link.back.isCut(Cut.BLACKHOLE)) {
            // The answer would never come: not open, whatever the client sends.
            backward.holed = true;
            forward.abandon();
            return;
        }
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            boolean open = channel.connect(
                    new InetSocketAddress(link.target().host(), link.target().port()));
            target = new Side(channel, this, backward, forward, courier, open ? 0 : SelectionKey.OP_CONNECT);
            if (open) {
                targetConnected(nowNanos);
            }
        } catch (IOException | RuntimeException refused) {
            Courier.closeQuietly(channel);
            targetRefused(nowNanos);
        }
    }

    /** The selector says that the target has answered. */
    void finishOpening(long nowNanos) {
        try {
            if (target.channel.finishConnect()) {
                targetConnected(nowNanos);
            }
        } catch (IOException refused) {
            target.close(true);
            targetRefused(nowNanos);
        }
    }

    private void targetConnected(long nowNanos) throws IOException {
        if (target.channel.getLocalAddress().equals(target.channel.getRemoteAddress())) {
            // Nobody listens, and the kernel chose the target's own port for us: we would talk to ourselves, and keep
            // the
            // port from whoever comes back to it.
            target.close(true);
            targetRefused(nowNanos);
            return;
        }
        target.interest(SelectionKey.OP_CONNECT, false);
        target.interest(SelectionKey.OP_READ, true);
        backward.sourceEnded = false;
        forward.unblock();
    }

    private void targetRefused(long nowNanos) {
        link.refused();
        forward.abandon();
        backward.mark(Kind.RESET, nowNanos);
    }

    /** Ends both ends when nothing more can come from either. */
    void settle() {
        if (!closed && forward.sourceEnded && backward.sourceEnded && forward.isEmpty() && backward.isEmpty()) {
            close(false);
        }
    }

    /** Ends both ends at once, and drops what is on its way. */
    void reset() {
        close(true);
    }

    private void close(boolean abruptly) {
        if (closed) {
            return;
        }
        detach();
        client.close(abruptly);
        if (target != null) {
            target.close(abruptly);
        }
    }

    private void detach() {
        closed = true;
        forward.abandon();
        backward.abandon();
        link.there.flows.remove(forward);
        link.back.flows.remove(backward);
        link.ended(this);
    }
}
