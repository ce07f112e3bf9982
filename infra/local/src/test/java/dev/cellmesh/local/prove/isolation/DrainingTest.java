package dev.cellmesh.local.prove.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.prove.isolation.CountedRequests.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class DrainingTest {
    private static final int PER_SECOND = 100;
    private static final int TEN_SECONDS = 10_000;

    /** One request in ten milliseconds, as long as the cell gets any; the count is read ten times a second. */
    private static List<Reading> readings(IntPredicate gets) {
        List<Reading> readings = new ArrayList<>();
        int requests = 0;
        for (int milli = 0; milli < TEN_SECONDS; milli += 10) {
            if (milli % 100 == 0) {
                readings.add(new Reading(Duration.ofMillis(milli).toNanos(), requests));
            }
            requests += gets.test(milli) ? 1 : 0;
        }
        return readings;
    }

    @Test
    void aCellThatGetsNothingMoreIsDrainedFromThenOn() {
        assertThat(Draining.of(readings(milli -> milli < 700), PER_SECOND, 0))
                .hasValueSatisfying(took -> assertThat(took).isBetween(Duration.ofMillis(400), Duration.ofMillis(700)));
    }

    @Test
    void itIsCountedFromWhenItWasTime() {
        assertThat(Draining.of(
                        readings(milli -> milli < 3_000),
                        PER_SECOND,
                        Duration.ofSeconds(2).toNanos()))
                .hasValueSatisfying(
                        took -> assertThat(took).isBetween(Duration.ofMillis(700), Duration.ofMillis(1_000)));
    }

    @Test
    void fewTrialsDoNotCount() {
        assertThat(Draining.of(readings(milli -> milli % 400 == 0), PER_SECOND, 0))
                .hasValue(Duration.ZERO);
    }

    @Test
    void aCellThatGoesOnIsNotDrained() {
        assertThat(Draining.of(readings(milli -> milli < 9_000), PER_SECOND, 0)).isEmpty();
        assertThat(Draining.of(readings(milli -> milli % 4_000 > 1_500), PER_SECOND, 0))
                .isEmpty();
    }
}
