package dev.cellmesh.local.wan;

import dev.cellmesh.local.wan.Chunk.Kind;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Which socket stands at one end of a connection, and which flows begin and end there? Guarded by the fabric's lock. */
final class Side {
    final SocketChannel channel;
    final WanConnection connection;
    final Flow outgoing;
    final Flow incoming;
    private final Courier courier;
    private final SelectionKey key;

    Side(SocketChannel channel, WanConnection connection, Flow outgoing, Flow incoming, Courier courier, int interest)
            throws IOException {
        this.channel = channel;
        this.connection = connection;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.courier = courier;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = channel.register(courier.selector, interest, this);
        outgoing.source = this;
        incoming.destination = this;
        courier.interestChanged();
    }

    void interest(int operation, boolean wanted) {
        if (!key.isValid()) {
            return;
        }
        int before = key.interestOps();
        int after = wanted ? before | operation : before & ~operation;
        if (after != before) {
            key.interestOps(after);
            courier.interestChanged();
        }
    }

    /** The application will send no more. */
    void ended(long nowNanos) {
        outgoing.sourceEnded = true;
        interest(SelectionKey.OP_READ, false);
        outgoing.mark(Kind.FINISH, nowNanos);
    }

    /** The application gets no more. */
    void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException gone) {
            // Reading from it fails too, and that tells the other end.
        }
    }

    /** The application is gone: the other end hears of it when the distance is over. */
    void lost(long nowNanos) {
        if (!channel.isOpen()) {
            return;
        }
        close(true);
        incoming.abandon();
        outgoing.sourceEnded = true;
        outgoing.mark(Kind.RESET, nowNanos);
    }

    void close(boolean abruptly) {
        try {
            if (abruptly && channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException closedByPeer) {
            // Then there is nobody to be told.
        }
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Then it is closed.
        }
        courier.interestChanged();
    }
}
