package dev.cellmesh.local.mesh;

import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeRunner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every node in this JVM, each with a Vert.x of its own: the quickest start and the least memory. */
final class InProcessNodes implements NodeHost {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessNodes.class);
    private static final int START_LIMIT_SECONDS = 60;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(3);
    private static final int CLOSE_LIMIT_SECONDS = 10;

    private final Map<String, NodeRunner> running = new ConcurrentHashMap<>();
    private final Consumer<String> died;
    private volatile boolean closed;

    /** @param died told of each node that ended without having been told to, on any thread; must not block */
    InProcessNodes(Consumer<String> died) {
        this.died = died;
    }

    @Override
    public void start(NodeConfig config) {
        if (isRunning(config.id())) {
            return;
        }
        try {
            NodeRunner node = NodeRunner.start(config).await(START_LIMIT_SECONDS, TimeUnit.SECONDS);
            running.put(config.id(), node);
            node.ended().onSuccess(ended -> {
                // Whoever ends a node on purpose takes it out first.
                if (running.remove(config.id(), node)) {
                    died.accept(config.id());
                }
            });
        } catch (Exception e) {
            throw new MeshStartException(config.id(), e.toString(), e);
        }
        if (closed) {
            kill(config.id());
            throw new MeshStartException(config.id(), "the mesh is stopping", null);
        }
    }

    @Override
    public void kill(String id) {
        NodeRunner node = running.remove(id);
        if (node != null) {
            settle(id, node.kill());
        }
    }

    @Override
    public void stop(String id) {
        NodeRunner node = running.remove(id);
        if (node != null) {
            settle(id, node.stop(DRAIN_LIMIT));
        }
    }

    @Override
    public boolean isRunning(String id) {
        NodeRunner node = running.get(id);
        return node != null && node.isRunning();
    }

    @Override
    public long pid(String id) {
        return ProcessHandle.current().pid();
    }

    @Override
    public void close() {
        closed = true;
        Map<String, NodeRunner> ending = Map.copyOf(running);
        running.clear();
        Map<String, Future<Void>> ends = new HashMap<>();
        ending.forEach((id, node) -> ends.put(id, node.stop(DRAIN_LIMIT)));
        ends.forEach(InProcessNodes::settle);
    }

    private static void settle(String id, Future<Void> ending) {
        try {
            ending.await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.warn("{} did not end cleanly", id, e);
        }
    }
}
