package dev.cellmesh.load.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Are the gaps those of a Poisson process, by tests that others fail? Seeds are fixed, so nothing depends on luck. */
class PoissonProcessTest {
    private static final double RATE = 1000;
    private static final Duration DURATION = Duration.ofSeconds(20);
    private static final int SEEDS = 100;

    /** Kolmogorov's limit for a mistake of the first kind in 1 of 100, for large samples. */
    private static final double CRITICAL = 1.628;

    @Test
    void gapsAreExponential() {
        int rejected = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            rejected += rejects(gaps(new PoissonProcess(RATE, DURATION), seed), exponential(RATE)) ? 1 : 0;
        }
        // One is expected; six or more of a hundred come about once in 2,000 such tests.
        assertThat(rejected).isLessThan(6);
    }

    @Test
    void theTestIsAbleToReject() {
        assertThat(rejects(gaps(new ConstantRate(RATE, DURATION), 0), exponential(RATE)))
                .isTrue();
        assertThat(rejects(gaps(new PoissonProcess(RATE * 1.05, DURATION), 1), exponential(RATE)))
                .isTrue();
        assertThat(rejects(gaps(new Share(new PoissonProcess(RATE, DURATION), 0, 2, 1), 1), exponential(RATE / 2)))
                .isTrue();
    }

    @Test
    void countsOfASecondVaryAsMuchAsTheirMean() {
        int bins = 0;
        double sum = 0;
        double squares = 0;
        double together = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            long[] counts = counts(new PoissonProcess(50, DURATION), seed);
            for (int i = 0; i < counts.length; i++) {
                bins++;
                sum += counts[i];
                squares += (double) counts[i] * counts[i];
                together += i == 0 ? 0 : (counts[i] - 50.0) * (counts[i - 1] - 50.0);
            }
        }
        double mean = sum / bins;
        double dispersion = (squares / bins - mean * mean) / mean;
        // 2,000 bins: the mean is off by 0.16 and the dispersion by 0.032 as a rule; four times that is allowed.
        assertThat(mean).isBetween(50 - 0.64, 50 + 0.64);
        assertThat(dispersion).isBetween(1 - 0.13, 1 + 0.13);
        assertThat(together / bins / mean)
                .as("one second knows nothing of the next")
                .isBetween(-0.1, 0.1);
    }

    @Test
    void countsOfAConstantRateDoNotVary() {
        assertThat(counts(new ConstantRate(50, DURATION), 0)).containsOnly(50);
    }

    @Test
    void seedsDiffer() {
        PoissonProcess model = new PoissonProcess(RATE, DURATION);
        assertThat(Models.all(model, 1)).isNotEqualTo(Models.all(model, 2));
    }

    /** The same on every machine, and for ever: recorded runs are repeated by their seed. */
    @Test
    void theFirstArrivalsOfASeedAreKnown() {
        assertThat(Models.all(new PoissonProcess(RATE, DURATION), 42).subList(0, 3))
                .containsExactly(1_353_110L, 1_527_357L, 1_853_920L);
    }

    private static boolean rejects(double[] sample, DoubleUnaryOperator distribution) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = distribution.applyAsDouble(sorted[i]);
            distance = Math.max(distance, expected - (double) i / sorted.length);
            distance = Math.max(distance, (i + 1.0) / sorted.length - expected);
        }
        return distance * Math.sqrt(sorted.length) > CRITICAL;
    }

    private static DoubleUnaryOperator exponential(double perSecond) {
        return seconds -> 1 - Math.exp(-perSecond * seconds);
    }

    private static double[] gaps(OpenModel model, long seed) {
        List<Long> all = Models.all(model, seed);
        double[] gaps = new double[all.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (all.get(i + 1) - all.get(i)) / 1e9;
        }
        return gaps;
    }

    private static long[] counts(OpenModel model, long seed) {
        long[] counts = new long[(int) DURATION.toSeconds()];
        Models.all(model, seed).forEach(at -> counts[(int) (at / 1_000_000_000L)]++);
        return counts;
    }
}
