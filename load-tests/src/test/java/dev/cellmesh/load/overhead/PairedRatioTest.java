package dev.cellmesh.load.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PairedRatioTest {
    private static final double CLOSE = 1e-9;

    @Test
    void whatIsTheSameInEachRoundHasNoInterval() {
        PairedRatio ratio = PairedRatio.of(List.of(50.0, 500.0, 5.0), List.of(100.0, 1_000.0, 10.0));
        assertThat(ratio.ratio()).isCloseTo(0.5, within(CLOSE));
        assertThat(ratio.low()).isCloseTo(0.5, within(CLOSE));
        assertThat(ratio.high()).isCloseTo(0.5, within(CLOSE));
    }

    /** By hand: logarithms -1, 0 and 1 have the mean 0 and the standard error 1 / sqrt(3); t for 2 degrees is 4.303. */
    @Test
    void theIntervalIsStudentsOfTheLogarithms() {
        PairedRatio ratio = PairedRatio.of(List.of(Math.exp(-1), 1.0, Math.E), List.of(1.0, 1.0, 1.0));
        assertThat(ratio.ratio()).isCloseTo(1, within(CLOSE));
        assertThat(ratio.high()).isCloseTo(Math.exp(4.303 / Math.sqrt(3)), within(1e-6));
        assertThat(ratio.low()).isCloseTo(Math.exp(-4.303 / Math.sqrt(3)), within(1e-6));
    }

    @Property
    void theOtherWayRoundItIsTheInverse(
            @ForAll @Size(5) List<@DoubleRange(min = 0.1, max = 1_000) Double> one,
            @ForAll @Size(5) List<@DoubleRange(min = 0.1, max = 1_000) Double> other) {
        PairedRatio ratio = PairedRatio.of(one, other);
        PairedRatio inverse = PairedRatio.of(other, one);
        assertThat(inverse.ratio() * ratio.ratio()).isCloseTo(1, within(1e-6));
        assertThat(inverse.low() * ratio.high()).isCloseTo(1, within(1e-6));
        assertThat(ratio.low()).isLessThanOrEqualTo(ratio.ratio());
        assertThat(ratio.high()).isGreaterThanOrEqualTo(ratio.ratio());
    }

    /** A round that is slow for both says nothing: that is what the pairs are for. */
    @Test
    void whatSlowsARoundDownForBothDoesNotCount() {
        Random random = new Random(3);
        List<Double> one = new ArrayList<>();
        List<Double> other = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            double slow = 0.1 + random.nextDouble();
            one.add(800 * slow);
            other.add(1_000 * slow);
        }
        PairedRatio ratio = PairedRatio.of(one, other);
        assertThat(ratio.high() - ratio.low()).isLessThan(1e-6);
        assertThat(ratio.ratio()).isCloseTo(0.8, within(1e-6));
    }

    /** Of a hundred such measurements about five miss; seeded, so that it is always the same ones. */
    @Test
    void theIntervalHoldsTheTruthNineteenTimesOfTwenty() {
        Random random = new Random(7);
        int held = 0;
        int tries = 2_000;
        for (int i = 0; i < tries; i++) {
            List<Double> one = new ArrayList<>();
            List<Double> other = new ArrayList<>();
            for (int round = 0; round < 8; round++) {
                one.add(0.8 * Math.exp(0.1 * random.nextGaussian()));
                other.add(Math.exp(0.1 * random.nextGaussian()));
            }
            PairedRatio ratio = PairedRatio.of(one, other);
            held += ratio.low() <= 0.8 && ratio.high() >= 0.8 ? 1 : 0;
        }
        assertThat(held / (double) tries).isBetween(0.935, 0.965);
    }

    @Test
    void twoRoundsAreNoMeasurement() {
        assertThatThrownBy(() -> PairedRatio.of(List.of(1.0, 2.0), List.of(1.0, 2.0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PairedRatio.of(List.of(1.0, 2.0, 3.0), List.of(1.0, 2.0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PairedRatio.of(List.of(1.0, 2.0, 0.0), List.of(1.0, 2.0, 3.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
