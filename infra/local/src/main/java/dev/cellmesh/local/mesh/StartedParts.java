package dev.cellmesh.local.mesh;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, and must be stopped in the reverse order, even when Ctrl-C comes half way? A part is written down
 * before it starts; what is written down after the stop began is stopped at once. Safe for several threads.
 */
final class StartedParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartedParts.class);

    private record Part(String name, AutoCloseable closer) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Object closing = new Object();
    private boolean stopping;

    /** @throws MeshStoppedException when the stop has begun; the part is closed then */
    <T extends AutoCloseable> T add(String name, T part) {
        synchronized (this) {
            if (!stopping) {
                parts.push(new Part(name, part));
                return part;
            }
        }
        close(new Part(name, part));
        throw new MeshStoppedException();
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** Returns when all is stopped, also to a second caller that comes meanwhile. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
        }
        synchronized (closing) {
            for (Part part = next(); part != null; part = next()) {
                close(part);
            }
        }
    }

    private synchronized Part next() {
        return parts.poll();
    }

    private static void close(Part part) {
        try {
            part.closer().close();
        } catch (Exception e) {
            LOG.warn("{} did not stop cleanly", part.name(), e);
        }
    }
}
