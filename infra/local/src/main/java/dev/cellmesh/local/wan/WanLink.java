package dev.cellmesh.local.wan;

import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/** Where does one region listen for one target in another, and which connections go through? Guarded by the fabric's lock. */
final class WanLink {
    /** More than all pools of a mesh's region together; each costs two sockets and about 2 KiB. */
    static final int CONNECTIONS_MAX = 1024;

    /** A burst of new connections waits here, in the kernel. */
    private static final int BACKLOG = 512;

    final Endpoint listen;
    final Tally thereTally = new Tally();
    final Tally backTally = new Tally();
    Direction there;
    Direction back;
    private final Courier courier;
    private final ServerSocketChannel server;
    private final SelectionKey key;
    private final Set<WanConnection> connections = new LinkedHashSet<>();
    private Endpoint target;

    /** @throws IOException if no port can be had */
    WanLink(Direction there, Direction back, Endpoint target, Courier courier) throws IOException {
        this.there = there;
        this.back = back;
        this.target = target;
        this.courier = courier;
        server = ServerSocketChannel.open();
        try {
            server.configureBlocking(false);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            listen = Endpoint.local(((InetSocketAddress) server.getLocalAddress()).getPort());
            key = server.register(courier.selector, SelectionKey.OP_ACCEPT, this);
        } catch (IOException | RuntimeException failed) {
            Courier.closeQuietly(server);
            throw failed;
        }
        courier.interestChanged();
    }

    Endpoint target() {
        return target;
    }

    /** Takes one new connection, if one is there. @throws IOException if the process has no more sockets */
    void accept() throws IOException {
        SocketChannel accepted = server.accept();
        if (accepted == null) {
            return;
        }
        try {
            boolean full = connections.size() >= CONNECTIONS_MAX;
            if (full || there.isCut(Cut.RESET) || back.isCut(Cut.RESET)) {
                refused();
                accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
                accepted.close();
            } else {
                carry(accepted);
            }
        } catch (IOException goneAlready) {
            Courier.closeQuietly(accepted);
        }
    }

    private void carry(SocketChannel accepted) throws IOException {
        accepted.configureBlocking(false);
        thereTally.connectionsOpened++;
        there.tally.connectionsOpened++;
        thereTally.connectionsOpen++;
        there.tally.connectionsOpen++;
        connections.add(new WanConnection(this, accepted, courier, courier.nextSeed(there)));
    }

    void refused() {
        thereTally.connectionsRefused++;
        there.tally.connectionsRefused++;
    }

    void ended(WanConnection connection) {
        connections.remove(connection);
        thereTally.connectionsOpen--;
        there.tally.connectionsOpen--;
    }

    void repoint(Direction newThere, Direction newBack, Endpoint newTarget) {
        resetAll();
        there = newThere;
        back = newBack;
        target = newTarget;
    }

    void resetAll() {
        new ArrayList<>(connections).forEach(WanConnection::reset);
    }

    void acceptMore(boolean wanted) {
        if (key.isValid()) {
            key.interestOps(wanted ? SelectionKey.OP_ACCEPT : 0);
        }
    }

    void close() {
        Courier.closeQuietly(server);
        resetAll();
    }
}
