package dev.cellmesh.local.wan;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** The two ends of a link, as tests play them: a target that is accepted by hand, and clients. All reads end by a bound. */
final class Peers implements AutoCloseable {
    static final Region EAST = new Region("us-east1");
    static final Region WEST = new Region("europe-west1");
    static final Region ASIA = new Region("asia-southeast1");
    static final List<Region> ALL = List.of(EAST, WEST, ASIA);

    /** Longer than anything here takes; only a bug waits for it. */
    static final int PATIENCE_MILLIS = 30_000;

    final ServerSocket server;

    Peers() throws IOException {
        server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    Endpoint target() {
        return Endpoint.local(server.getLocalPort());
    }

    Socket accept() throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    static Socket connect(Endpoint endpoint) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), PATIENCE_MILLIS);
        return socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
