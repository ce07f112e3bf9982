package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/**
 * What is one server of a ring, and on which port? The port is found at the first start and kept for all later ones.
 * Safe for use by many threads: one order at a time, except that it can be killed while it starts.
 */
final class RingMember {
    /** Another process may take a port between our look and the server's bind. */
    private static final int PORT_TRIES = 5;

    private final Region region;
    private final PostgresServer server;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile int port;

    RingMember(Region region, PostgresServer server) {
        this.region = region;
        this.server = server;
    }

    Region region() {
        return region;
    }

    PostgresServer server() {
        return server;
    }

    Endpoint endpoint() {
        if (port == 0) {
            throw new IllegalStateException(region + " was never started");
        }
        return Endpoint.local(port);
    }

    /** @param settings the configuration file for a port */
    void start(IntFunction<String> settings) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (port != 0) {
                server.start(settings.apply(port));
                return;
            }
            for (int left = PORT_TRIES; port == 0; left--) {
                int candidate = Ports.take();
                try {
                    server.start(settings.apply(candidate));
                    port = candidate;
                } catch (IOException e) {
                    boolean stolen = !Ports.free(candidate);
                    Ports.giveBack(candidate);
                    if (!stolen || left <= 1) {
                        throw e;
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    boolean alive() {
        return server.alive();
    }

    void kill() throws IOException {
        lock.lock();
        try {
            server.kill();
        } finally {
            lock.unlock();
        }
    }

    void stop(boolean orderly) throws IOException, InterruptedException {
        lock.lock();
        try {
            if (orderly) {
                server.stop();
            } else {
                server.stopNow();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The ring is over: others may have the port. */
    void retire() {
        if (port != 0) {
            Ports.giveBack(port);
        }
    }
}
