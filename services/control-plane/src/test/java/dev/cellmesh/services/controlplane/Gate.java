package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can be closed and opened again: closed, it cuts every connection and takes no new one. */
final class Gate implements AutoCloseable {
    private final Endpoint target;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    Gate(Endpoint target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    Endpoint endpoint() {
        return Endpoint.local(listening.getLocalPort());
    }

    void shut() throws IOException {
        open = false;
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    void reopen() {
        open = true;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                if (open) {
                    Socket far = new Socket(target.host(), target.port());
                    sockets.add(near);
                    sockets.add(far);
                    Thread.ofVirtual().start(() -> pump(near, far));
                    Thread.ofVirtual().start(() -> pump(far, near));
                } else {
                    near.close();
                }
            } catch (IOException closed) {
                // The next round of the loop sees why.
                continue;
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException cut) {
            // Both ends are closed now, which is all that a cut means.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        shut();
    }
}
