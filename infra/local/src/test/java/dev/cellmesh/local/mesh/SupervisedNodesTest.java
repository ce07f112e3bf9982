package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Nodes that only know whether they run, and die when they are told to. */
class SupervisedNodesTest {
    private static final String CELL = "us-east1-c01";
    /** Never over while a test runs. */
    private static final long AN_HOUR = 3_600_000;

    private final AtomicLong nowNanos = new AtomicLong();
    private final FakeNodes fake = new FakeNodes();

    private static final class FakeNodes implements NodeHost {
        private final Set<String> running = ConcurrentHashMap.newKeySet();
        private final LinkedBlockingQueue<String> starts = new LinkedBlockingQueue<>();
        private final AtomicBoolean startsFail = new AtomicBoolean();
        private final AtomicBoolean isBroken = new AtomicBoolean();
        private Consumer<String> died;

        NodeHost toldTo(Consumer<String> listener) {
            died = listener;
            return this;
        }

        void die(String id) {
            running.remove(id);
            died.accept(id);
        }

        @Override
        public void start(NodeConfig config) {
            starts.add(config.id());
            if (isBroken.get() || startsFail.getAndSet(false)) {
                throw new MeshStartException(config.id(), "the test says so", null);
            }
            running.add(config.id());
        }

        @Override
        public void kill(String id) {
            running.remove(id);
        }

        @Override
        public void stop(String id) {
            running.remove(id);
        }

        @Override
        public boolean isRunning(String id) {
            return running.contains(id);
        }

        @Override
        public long pid(String id) {
            return 0;
        }

        @Override
        public void close() {
            running.clear();
        }
    }

    private SupervisedNodes nodes(long firstMillis, long maxMillis) {
        return new SupervisedNodes(
                fake::toldTo, new RestartDelays(firstMillis, maxMillis, 60_000), nowNanos::get, Quiet.INSTANCE);
    }

    private static NodeConfig config() {
        Endpoint nowhere = Endpoint.local(1);
        return new NodeConfig(
                "cell",
                CELL,
                "us-east1",
                nowhere,
                nowhere,
                "/nowhere",
                null,
                nowhere,
                "",
                "",
                Map.of(),
                List.of("us-east1"),
                1,
                3,
                List.of(),
                Set.of(),
                CellSizes.DEFAULT,
                EdgeRouting.NONE,
                "secret");
    }

    private void awaitStart() throws InterruptedException {
        assertThat(fake.starts.poll(20, TimeUnit.SECONDS)).isEqualTo(CELL);
    }

    @Test
    void whatDiesByItselfComesBackAndIsCounted() throws Exception {
        try (SupervisedNodes nodes = nodes(1, 8)) {
            nodes.start(config());
            awaitStart();
            for (int crash = 1; crash <= 5; crash++) {
                fake.die(CELL);
                awaitStart();
                Visitor.eventually(() -> nodes.crashes(CELL).restartInMillis() == -1);
                assertThat(nodes.crashes(CELL).count()).isEqualTo(crash);
                assertThat(nodes.isRunning(CELL)).isTrue();
            }
        }
    }

    @Test
    void aStartThatFailsIsTriedAgain() throws Exception {
        try (SupervisedNodes nodes = nodes(1, 8)) {
            nodes.start(config());
            awaitStart();
            fake.startsFail.set(true);
            fake.die(CELL);
            awaitStart();
            awaitStart();
            Visitor.eventually(() -> nodes.isRunning(CELL));
            assertThat(nodes.crashes(CELL).count()).isEqualTo(2);
        }
    }

    @Test
    void anOrderedStartThatFailsLeavesTheRestartToCome() {
        try (SupervisedNodes nodes = nodes(AN_HOUR, AN_HOUR)) {
            nodes.start(config());
            fake.die(CELL);
            Visitor.eventually(() -> nodes.crashes(CELL).count() == 1);
            fake.startsFail.set(true);
            assertThatExceptionOfType(MeshStartException.class).isThrownBy(() -> nodes.start(config()));
            assertThat(nodes.crashes(CELL)).isEqualTo(new NodeHost.Crashes(1, AN_HOUR));
        }
    }

    @Test
    void whatCannotStartIsTriedOnAfterAnOrderedStartThatFailed() {
        try (SupervisedNodes nodes = nodes(1, 8)) {
            nodes.start(config());
            fake.isBroken.set(true);
            fake.die(CELL);
            Visitor.eventually(() -> nodes.crashes(CELL).count() > 1);
            assertThatExceptionOfType(MeshStartException.class).isThrownBy(() -> nodes.start(config()));
            fake.isBroken.set(false);
            Visitor.eventually(() -> nodes.isRunning(CELL));
        }
    }

    /** Whose end is told only when the order has failed. */
    @Test
    void whatJustEndedComesBackAfterAnOrderedStartThatFailed() {
        try (SupervisedNodes nodes = nodes(1, 8)) {
            nodes.start(config());
            fake.running.remove(CELL);
            fake.startsFail.set(true);
            assertThatExceptionOfType(MeshStartException.class).isThrownBy(() -> nodes.start(config()));
            fake.died.accept(CELL);
            Visitor.eventually(() -> nodes.isRunning(CELL));
        }
    }

    @Test
    void aFirstStartThatFailsIsNotTriedAgain() {
        try (SupervisedNodes nodes = nodes(1, 8)) {
            fake.startsFail.set(true);
            assertThatExceptionOfType(MeshStartException.class).isThrownBy(() -> nodes.start(config()));
            fake.died.accept(CELL);
            assertThat(nodes.crashes(CELL)).isEqualTo(NodeHost.Crashes.NONE);
        }
    }

    @Test
    void theDelayGrowsAndIsTold() {
        try (SupervisedNodes nodes = nodes(AN_HOUR, 2 * AN_HOUR)) {
            nodes.start(config());
            fake.die(CELL);
            Visitor.eventually(() -> nodes.crashes(CELL).equals(new NodeHost.Crashes(1, AN_HOUR)));
            nowNanos.addAndGet(TimeUnit.MINUTES.toNanos(59));
            assertThat(nodes.crashes(CELL).restartInMillis()).isEqualTo(60_000);
            nodes.start(config());
            fake.die(CELL);
            Visitor.eventually(() -> nodes.crashes(CELL).equals(new NodeHost.Crashes(2, 2 * AN_HOUR)));
        }
    }

    @Test
    void whatWasKilledOrStoppedStaysDown() {
        try (SupervisedNodes nodes = nodes(AN_HOUR, AN_HOUR)) {
            nodes.start(config());
            nodes.kill(CELL);
            nodes.start(config());
            nodes.stop(CELL);
            assertThat(nodes.crashes(CELL)).isEqualTo(NodeHost.Crashes.NONE);
        }
    }

    @Test
    void whoIsKilledWhileItIsDownIsNotBroughtBack() {
        try (SupervisedNodes nodes = nodes(AN_HOUR, AN_HOUR)) {
            nodes.start(config());
            fake.die(CELL);
            Visitor.eventually(() -> nodes.crashes(CELL).count() == 1);
            nodes.kill(CELL);
            assertThat(nodes.crashes(CELL).restartInMillis()).isEqualTo(-1);
        }
    }

    @Test
    void nothingComesBackAfterTheEnd() throws Exception {
        SupervisedNodes nodes = nodes(AN_HOUR, AN_HOUR);
        nodes.start(config());
        awaitStart();
        fake.die(CELL);
        Visitor.eventually(() -> nodes.crashes(CELL).count() == 1);
        nodes.close();
        nodes.close();
        assertThat(fake.starts).isEmpty();
        assertThat(nodes.isRunning(CELL)).isFalse();
    }
}
