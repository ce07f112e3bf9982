package dev.cellmesh.local.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which port may a server have? A free one below those that Linux hands to outgoing connections: a killed member must get
 * the same port back at its restart, and no connection may have taken it meanwhile.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 31_999;
    private static final int TRIES = 200;
    /** What this JVM gave away, so that servers that start at the same time get different ones. */
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    static int take() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (TAKEN.add(port)) {
                if (free(port)) {
                    return port;
                }
                TAKEN.remove(port);
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + LAST);
    }

    static void giveBack(int port) {
        TAKEN.remove(port);
    }

    static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
