package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SuspicionTest {
    private final Suspicion suspicion = new Suspicion();

    private void weigh(int slots, boolean bad, double usual) {
        for (int i = 0; i < slots; i++) {
            suspicion.weigh(bad, usual, i);
        }
    }

    @Test
    void itTakesThreeBadSlotsToDegradeAndFiveToCondemn() {
        weigh(2, true, 0);
        assertThat(suspicion.isDegrading()).isFalse();
        weigh(1, true, 0);
        assertThat(suspicion.isDegrading()).isTrue();
        weigh(1, true, 0);
        assertThat(suspicion.isCondemning()).isFalse();
        weigh(1, true, 0);
        assertThat(suspicion.isCondemning()).isTrue();
    }

    @Test
    void whereBadSlotsAreUsualItTakesMore() {
        weigh(10, true, 0.4);
        assertThat(suspicion.isDegrading()).isFalse();
    }

    @Test
    void howeverMuchThereWasItIsSoonForgotten() {
        weigh(1_000, true, 0);
        weigh(10, false, 0);
        assertThat(suspicion.isNone()).isTrue();
    }

    @Test
    void whatIsOldFades() {
        weigh(5, true, 0);
        suspicion.fade(Suspicion.FADED_NANOS);
        assertThat(suspicion.isCondemning()).isTrue();
        suspicion.fade(5 + Suspicion.FADED_NANOS);
        assertThat(suspicion.isNone()).isTrue();
    }

    @Test
    void chanceAloneSeldomDegradesAndNeverCondemns() {
        Random random = new Random(7);
        int degraded = 0;
        for (int i = 0; i < 100_000; i++) {
            suspicion.weigh(random.nextDouble() < 0.02, 0, i);
            degraded += suspicion.isDegrading() ? 1 : 0;
            assertThat(suspicion.isCondemning()).isFalse();
        }
        assertThat(degraded).isLessThan(20);
    }
}
