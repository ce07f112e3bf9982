package dev.cellmesh.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final int DRAWS = 100_000;

    private static <T> Map<T, Integer> draw(Choice<T> choice) {
        SplittableRandom random = new SplittableRandom(7);
        Map<T, Integer> counts = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(choice.pick(random), 1, Integer::sum);
        }
        return counts;
    }

    /** Pearson's chi-squared against the expected shares, in units of its standard deviation. */
    private static double surprise(double[] shares, Map<Integer, Integer> counts) {
        double chi = 0;
        for (int i = 0; i < shares.length; i++) {
            double expected = shares[i] * DRAWS;
            double off = counts.getOrDefault(i, 0) - expected;
            chi += off * off / expected;
        }
        int free = shares.length - 1;
        return (chi - free) / Math.sqrt(2.0 * free);
    }

    @Property(tries = 20)
    void aZipfChoiceFollowsItsLaw(
            @ForAll @IntRange(min = 2, max = 100) int size,
            @ForAll @DoubleRange(min = 0.2, max = 1.6) double exponent) {
        List<Integer> of = IntStream.range(0, size).boxed().toList();
        double[] shares = IntStream.range(0, size)
                .mapToDouble(i -> Math.pow(i + 1, -exponent))
                .toArray();
        double sum = IntStream.range(0, size).mapToDouble(i -> shares[i]).sum();
        IntStream.range(0, size).forEach(i -> shares[i] /= sum);
        assertThat(surprise(shares, draw(Choice.zipf(of, exponent)))).isLessThan(6);
    }

    @Property(tries = 20)
    void weightsAreShares(@ForAll @Size(min = 1, max = 10) List<@DoubleRange(min = 0, max = 5) Double> weights) {
        Map<Integer, Double> of = new LinkedHashMap<>();
        for (int i = 0; i < weights.size(); i++) {
            of.put(i, weights.get(i));
        }
        of.put(weights.size(), 1.0);
        double sum = of.values().stream().mapToDouble(weight -> weight).sum();
        Map<Integer, Integer> counts = draw(Choice.weighted(of));
        of.forEach((key, weight) ->
                assertThat(counts.getOrDefault(key, 0) / (double) DRAWS).isCloseTo(weight / sum, within(0.01)));
    }

    @Test
    void whatWeighsNothingIsNeverChosen() {
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put("never", 0.0);
        weights.put("always", 1.0);
        weights.put("never either", 0.0);
        assertThat(draw(Choice.weighted(weights)).keySet()).containsExactly("always");
    }

    @Test
    void theSameSeedChoosesTheSame() {
        Choice<Integer> choice = Choice.uniform(List.of(1, 2, 3, 4, 5));
        SplittableRandom one = new SplittableRandom(3);
        SplittableRandom other = new SplittableRandom(3);
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            first.add(choice.pick(one));
            second.add(choice.pick(other));
        }
        assertThat(first).isEqualTo(second).containsOnly(1, 2, 3, 4, 5);
    }

    @Test
    void weightsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Choice.weighted(Map.of("a", 0.0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Choice.weighted(Map.of("a", -1.0, "b", 2.0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Choice.weighted(Map.of("a", Double.NaN))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Choice.uniform(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
