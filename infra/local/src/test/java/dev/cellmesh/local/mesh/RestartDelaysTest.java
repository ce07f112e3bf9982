package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RestartDelaysTest {
    private static final RestartDelays DELAYS = RestartDelays.DEFAULT;

    @Test
    void eachShortLifeDoublesTheDelayUpToItsLimit() {
        long delayMillis = 0;
        long[] expected = {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};
        for (long next : expected) {
            delayMillis = DELAYS.nextMillis(delayMillis, 59_999);
            assertThat(delayMillis).isEqualTo(next);
        }
    }

    @Test
    void aLongLifeForgets() {
        assertThat(DELAYS.nextMillis(60_000, 60_000)).isEqualTo(1_000);
    }

    @Test
    void delaysThatDoNotGrowAreRefused() {
        assertThatThrownBy(() -> new RestartDelays(0, 10, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RestartDelays(11, 10, 10)).isInstanceOf(IllegalArgumentException.class);
    }
}
