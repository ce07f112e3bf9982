package dev.cellmesh.local.mesh;

import dev.cellmesh.runtime.node.NodeConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Who starts a node again that ended by itself? After a delay that grows with each end, as the supervisor of a real deployment
 * would. A node that was killed or stopped on purpose stays down until it is started.
 */
final class SupervisedNodes implements NodeHost {
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final NodeHost nodes;
    private final RestartDelays delays;
    private final LongSupplier nanoClock;
    private final MeshProgress progress;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Life> lives = new ConcurrentHashMap<>();

    /** What was ordered, and what became of it. All but the volatile ones are guarded by the lock. */
    private static final class Life {
        /** Held while the node is started or ended, so that no order overtakes another one. */
        private final ReentrantLock lock = new ReentrantLock();

        private NodeConfig config;
        private boolean wanted;
        /** Tells a restart that somebody ordered something meanwhile. */
        private long orders;

        private long startedNanos;
        private long delayMillis;
        private volatile Told told = new Told(0, NOT_WAITING);
    }

    private record Told(int count, long restartAtNanos) {
        Told restarted() {
            return comingAt(NOT_WAITING);
        }

        Told comingAt(long nanos) {
            return new Told(count, nanos);
        }

        boolean isComing() {
            return restartAtNanos != NOT_WAITING;
        }
    }

    /** @param nodes made with who is to be told of nodes that end by themselves */
    SupervisedNodes(
            Function<Consumer<String>, NodeHost> nodes,
            RestartDelays delays,
            LongSupplier nanoClock,
            MeshProgress progress) {
        this.delays = delays;
        this.nanoClock = nanoClock;
        this.progress = progress;
        this.nodes = nodes.apply(this::died);
    }

    private Life life(String id) {
        return lives.computeIfAbsent(id, first -> new Life());
    }

    @Override
    public void start(NodeConfig config) {
        Life life = life(config.id());
        life.lock.lock();
        try {
            boolean wasWanted = life.wanted;
            boolean wasComing = life.told.isComing();
            order(life);
            boolean up = false;
            try {
                nodes.start(config);
                life.config = config;
                life.startedNanos = nanoClock.getAsLong();
                up = true;
            } finally {
                // An order that failed is no order to stay down: whoever was to come back, and did not run, still is.
                life.wanted = up || wasWanted;
                if (!up && wasComing) {
                    comeBackLater(config.id(), life);
                }
            }
        } finally {
            life.lock.unlock();
        }
    }

    @Override
    public void kill(String id) {
        Life life = ordered(id);
        try {
            nodes.kill(id);
        } finally {
            life.lock.unlock();
        }
    }

    @Override
    public void stop(String id) {
        Life life = ordered(id);
        try {
            nodes.stop(id);
        } finally {
            life.lock.unlock();
        }
    }

    /** Locked, with no restart to come. */
    private Life ordered(String id) {
        Life life = life(id);
        life.lock.lock();
        order(life);
        return life;
    }

    private static void order(Life life) {
        life.orders++;
        life.wanted = false;
        life.told = life.told.restarted();
    }

    private void died(String id) {
        Life life = life(id);
        inBackground(id, () -> {
            long order;
            life.lock.lock();
            try {
                if (!life.wanted || nodes.isRunning(id)) {
                    return;
                }
                order = life.orders;
                crashed(id, life, nanoClock.getAsLong() - life.startedNanos);
            } finally {
                life.lock.unlock();
            }
            bringBack(id, life, order);
        });
    }

    /** As long as it was to wait before; it did not run meanwhile, so this is no further crash. */
    private void comeBackLater(String id, Life life) {
        life.told = life.told.comingAt(nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(life.delayMillis));
        long order = life.orders;
        inBackground(id, () -> bringBack(id, life, order));
    }

    /** What waits for a node's return. */
    @FunctionalInterface
    private interface Waiting {
        void run() throws InterruptedException;
    }

    private static void inBackground(String id, Waiting waiting) {
        Thread.ofVirtual().name("restart-" + id).start(() -> {
            try {
                waiting.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void bringBack(String id, Life life, long order) throws InterruptedException {
        boolean back = false;
        while (!back && !closed.await(life.delayMillis, TimeUnit.MILLISECONDS)) {
            life.lock.lock();
            try {
                if (life.orders != order) {
                    return;
                }
                nodes.startAgain(life.config);
                life.startedNanos = nanoClock.getAsLong();
                life.told = life.told.restarted();
                back = true;
            } catch (MeshStartException e) {
                crashed(id, life, 0);
            } finally {
                life.lock.unlock();
            }
        }
        if (back) {
            progress.note(id + " is back after crash " + life.told.count());
        }
    }

    private void crashed(String id, Life life, long livedNanos) {
        if (closed.getCount() == 0) {
            return;
        }
        int count = life.told.count() + 1;
        life.delayMillis = delays.nextMillis(life.delayMillis, TimeUnit.NANOSECONDS.toMillis(livedNanos));
        life.told = new Told(count, nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(life.delayMillis));
        progress.note(id + " ended by itself (crash " + count + "); it is started again in "
                + Duration.ofMillis(life.delayMillis).toSeconds() + " s");
    }

    @Override
    public boolean isRunning(String id) {
        return nodes.isRunning(id);
    }

    @Override
    public long pid(String id) {
        return nodes.pid(id);
    }

    @Override
    public Crashes crashes(String id) {
        Told told = life(id).told;
        long waitNanos = told.restartAtNanos() - nanoClock.getAsLong();
        return new Crashes(told.count(), told.isComing() ? TimeUnit.NANOSECONDS.toMillis(Math.max(0, waitNanos)) : -1);
    }

    @Override
    public void close() {
        closed.countDown();
        nodes.close();
    }
}
