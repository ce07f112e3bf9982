package dev.cellmesh.load.verdict;

import static dev.cellmesh.load.verdict.Run.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recording;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AbortWatchTest {
    private static AbortWatch watch(String group, String when, int seconds) {
        return new AbortWatch(List.of(
                new AbortRule(Optional.ofNullable(group), Expression.parse(when), Duration.ofSeconds(seconds))));
    }

    /** The first second after which it says so; 0 for never. */
    private static long abortsAt(AbortWatch watch, Recording recording, int seconds) {
        for (long second = 0; second <= seconds; second++) {
            if (watch.see(recording, second * SECOND + SECOND / 3).isPresent()) {
                return second;
            }
        }
        return 0;
    }

    @Test
    void itEndsARunWhenTheRuleHeldForItsTime() {
        Recording recording = new Run()
                .each(0, 40, 100, Outcome.SUCCESS, 5)
                .each(7, 40, 50, Outcome.FAILED, 5)
                .recording();
        assertThat(abortsAt(watch(null, "errors > 20%", 10), recording, 40)).isEqualTo(17);
        assertThat(abortsAt(watch(null, "errors > 20%", 1), recording, 40)).isEqualTo(8);
        assertThat(abortsAt(watch(null, "errors > 34%", 1), recording, 40)).isZero();
    }

    @Test
    void oneGoodSecondBeginsItAnew() {
        Recording recording = new Run()
                .each(0, 9, 50, Outcome.FAILED, 5)
                .each(9, 10, 50, Outcome.SUCCESS, 5)
                .each(10, 40, 50, Outcome.FAILED, 5)
                .recording();
        assertThat(abortsAt(watch(null, "errors > 20%", 10), recording, 40)).isEqualTo(20);
    }

    @Test
    void itLooksAtItsGroup() {
        Recording recording = new Run()
                .each(0, 20, 100, Outcome.SUCCESS, 5)
                .group("noisy")
                .each(0, 20, 10, Outcome.LIMITED, 5)
                .recording();
        assertThat(abortsAt(watch("noisy", "errors > 50%", 5), recording, 20)).isEqualTo(5);
        assertThat(abortsAt(watch("all", "errors > 5%", 5), recording, 20)).isZero();
        assertThat(abortsAt(watch(null, "errors > 50%", 5), recording, 20)).isZero();
    }

    @Test
    void silenceIsNoErrorButNoRateEither() {
        Recording recording = new Run().each(0, 5, 100, Outcome.SUCCESS, 5).recording();
        assertThat(abortsAt(watch(null, "errors > 20%", 3), recording, 20)).isZero();
        assertThat(abortsAt(watch(null, "p99 > 1ms", 6), recording, 20)).isZero();
        assertThat(abortsAt(watch(null, "rate < 1/s", 3), recording, 20)).isEqualTo(8);
    }

    @Test
    void withoutRulesNothingEnds() {
        assertThat(new AbortWatch(List.of())
                        .see(new Run().each(0, 5, 9, Outcome.FAILED, 1).recording(), 5 * SECOND))
                .isEmpty();
    }
}
