package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.mesh.StartTurns.Rank;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartTurnsTest {
    private static final int EACH = 2;

    private final StartTurns turns = new StartTurns(EACH, EACH);

    @Test
    void whoRunsBehindOthersHoldsNobodyUpWhoWasAskedFor() throws Exception {
        CountDownLatch holding = new CountDownLatch(EACH);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> behind = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            behind.add(Thread.ofVirtual()
                    .start(() -> turns.inTurn(Rank.BEHIND_OTHERS, () -> {
                        holding.countDown();
                        awaitQuietly(end);
                    })));
        }
        holding.await();
        CountDownLatch started = new CountDownLatch(1);
        Thread asked = Thread.ofVirtual().start(() -> turns.inTurn(Rank.ASKED, started::countDown));

        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

        end.countDown();
        asked.join();
        for (Thread each : behind) {
            each.join();
        }
    }

    @Test
    void aStartThatFailsGivesItsTurnBack() {
        List<Integer> started = new ArrayList<>();
        for (int i = 0; i <= EACH; i++) {
            try {
                turns.inTurn(Rank.ASKED, () -> {
                    started.add(started.size());
                    throw new MeshStartException("us-east1-c01", "the test says so", null);
                });
            } catch (MeshStartException expected) {
                // The next one has a turn all the same.
            }
        }
        assertThat(started).hasSize(EACH + 1);
    }

    @Test
    void whoWaitsForAMachineThatIsBusyMayTakeLonger() {
        assertThat(Rank.BEHIND_OTHERS.limitSeconds()).isGreaterThan(2 * Rank.ASKED.limitSeconds());
        assertThat(Rank.ASKED.before()).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
