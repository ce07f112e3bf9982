package dev.cellmesh.load.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which of several, by weight? The inverse of the cumulative distribution, found by halves: exact for any weights, and the same
 * seed gives the same choices on every machine.
 */
final class Choice<T> {
    private final List<T> of;
    private final double[] upTo;

    private Choice(List<T> of, double[] weights) {
        if (of.isEmpty()) {
            throw new IllegalArgumentException("nothing to choose from");
        }
        this.of = List.copyOf(of);
        this.upTo = weights.clone();
        Arrays.parallelPrefix(upTo, Double::sum);
        if (Arrays.stream(weights).anyMatch(weight -> !(weight >= 0)) || !(upTo[upTo.length - 1] > 0)) {
            throw new IllegalArgumentException("weights are 0 or more, and one of them is more");
        }
    }

    /** In the order of the map, which must be the same each time for the same choices. */
    static <T> Choice<T> weighted(Map<T, Double> weights) {
        List<T> of = new ArrayList<>(weights.keySet());
        return new Choice<>(of, of.stream().mapToDouble(weights::get).toArray());
    }

    static <T> Choice<T> uniform(List<T> of) {
        return new Choice<>(
                of, IntStream.range(0, of.size()).mapToDouble(any -> 1).toArray());
    }

    /** The k-th, counted from 1, has the weight {@code k^-exponent}. */
    static <T> Choice<T> zipf(List<T> of, double exponent) {
        return new Choice<>(
                of,
                IntStream.rangeClosed(1, of.size())
                        .mapToDouble(rank -> Math.pow(rank, -exponent))
                        .toArray());
    }

    T pick(RandomGenerator random) {
        if (upTo.length == 1) {
            return of.getFirst();
        }
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int found = Arrays.binarySearch(upTo, at);
        // A hit belongs to the next one, since each has its part from the one before, included, to its own, excluded.
        int index = found >= 0 ? found + 1 : -found - 1;
        while (index < upTo.length - 1 && upTo[index] <= at) {
            index++;
        }
        return of.get(Math.min(index, upTo.length - 1));
    }
}
