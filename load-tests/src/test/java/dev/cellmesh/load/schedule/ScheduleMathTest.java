package dev.cellmesh.load.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where does the n-th arrival come, by the closed form of each model? */
class ScheduleMathTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void theNthOfAConstantRateComesAfterNGapsEvenAfterDays() {
        Arrivals arrivals = new ConstantRate(3, Duration.ofDays(2)).arrivals(0);
        long number = 0;
        for (long next = arrivals.nextNanos(); next != Arrivals.END; next = arrivals.nextNanos()) {
            if (number % 3 == 0) {
                assertThat(next).isEqualTo(number / 3 * 1_000_000_000L);
            }
            number++;
        }
        assertThat(number).isEqualTo(2L * 24 * 3600 * 3);
    }

    @Test
    void aRampFromNothingComesBySquareRoots() {
        // 100/s more each second: the n-th at sqrt(2n/100) s.
        List<Long> all = Models.all(new Ramp(0, 1000, Duration.ofSeconds(10)), 0);
        assertThat(all).hasSize(5000);
        assertThat(all.get(50)).isEqualTo(1_000_000_000L);
        assertThat(all.get(200)).isEqualTo(2_000_000_000L);
        assertThat(all.get(4050)).isEqualTo(9_000_000_000L);
        for (int i = 0; i < all.size(); i++) {
            assertThat((double) all.get(i)).isCloseTo(Math.sqrt(i / 50.0) * 1e9, within(2.0));
        }
    }

    @Test
    void aRampDownIsTheRampUpSeenFromItsEnd() {
        List<Long> up = Models.all(new Ramp(0, 400, MINUTE), 0);
        List<Long> down = Models.all(new Ramp(400, 0, MINUTE), 0);
        assertThat(down).hasSameSizeAs(up);
        // The integral is a whole number, so the n-th from the end lies where the n-th from the start did.
        for (int i = 1; i < up.size(); i++) {
            assertThat(MINUTE.toNanos() - (double) down.get(down.size() - i))
                    .isCloseTo((double) up.get(i), within(50.0 + 3e4 / i));
        }
    }

    @Test
    void aRampThatDoesNotRiseIsAConstantRate() {
        List<Long> ramp = Models.all(new Ramp(250, 250, MINUTE), 0);
        List<Long> constant = Models.all(new ConstantRate(250, MINUTE), 0);
        assertThat(ramp).hasSameSizeAs(constant);
        for (int i = 0; i < ramp.size(); i++) {
            assertThat(ramp.get(i) - constant.get(i)).isBetween(-1L, 1L);
        }
    }

    @Test
    void anAlmostFlatRampIsExactToo() {
        List<Long> all = Models.all(new Ramp(100, 100.000_001, MINUTE), 0);
        for (int i = 0; i < all.size(); i++) {
            assertThat((double) all.get(i)).isCloseTo(i * 1e7, within(400.0));
        }
    }

    @Test
    void stepsCarryTheFractionOfARequestOver() {
        // 1.5 requests in each step: 3 in two, none lost at the seam.
        List<Steps.Step> steps = List.of(
                new Steps.Step(1.5, Duration.ofSeconds(1)),
                new Steps.Step(1.5, Duration.ofSeconds(1)),
                new Steps.Step(0, Duration.ofSeconds(5)),
                new Steps.Step(10, Duration.ofSeconds(1)));
        List<Long> all = Models.all(new Steps(steps), 0);
        assertThat(all).hasSize(13);
        assertThat(all.subList(0, 4)).containsExactly(0L, 666_666_666L, 1_333_333_333L, 7_000_000_000L);
        assertThat(new Steps(steps).duration()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void aSpikeIsItsThreeSteps() {
        Spike spike = new Spike(100, 1000, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(5));
        List<Long> all = Models.all(spike, 0);
        assertThat(all).hasSize(1400);
        assertThat(all.stream().filter(at -> at >= 2_000_000_000L && at < 3_000_000_000L))
                .hasSize(1000);
        assertThat(spike.ratePerSecond(1_999_999_999L)).isEqualTo(100);
        assertThat(spike.ratePerSecond(2_000_000_000L)).isEqualTo(1000);
        assertThat(spike.ratePerSecond(3_000_000_000L)).isEqualTo(100);
    }

    @Test
    void aSpikeMayTakeAllOfIt() {
        assertThat(Models.all(new Spike(0, 10, Duration.ZERO, MINUTE, MINUTE), 0))
                .hasSize(600);
        assertThatThrownBy(() -> new Spike(1, 10, Duration.ofSeconds(1), MINUTE, MINUTE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRateOfAReplayIsWhatComesWithinTheSecond() throws TraceException {
        StringBuilder text = new StringBuilder("offset,request\n");
        for (int i = 0; i < 1000; i++) {
            text.append(i * 10).append("ms,read\n");
        }
        Replay twice = new Replay(Trace.parse("trace", text.toString()), 2);
        assertThat(twice.ratePerSecond(2_000_000_000L)).isEqualTo(200);
        assertThat(twice.duration()).isEqualTo(Duration.ofNanos(4_995_000_001L));
    }

    @Test
    void nothingIsPartOfNothing() {
        OpenModel model = new ConstantRate(1, MINUTE);
        assertThatThrownBy(() -> new Share(model, 2, 2, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Share(model, 0, 101, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Steps(List.of(new Steps.Step(0, MINUTE))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
