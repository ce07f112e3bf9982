package dev.cellmesh.load.report;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How else could a run have come out? Draws as many blocks as it has, with replacement, and measures them together: the
 * non-overlapping block bootstrap (Carlstein, Annals of Statistics 14, 1986). One thread at a time.
 */
final class Resampling {
    /** What a run, as it was or as it could have been, comes to. */
    static final class Draw {
        private final double[] latencies;
        private final double successesPerSecond;
        private final double errorShare;

        private Draw(double[] latencies, double successesPerSecond, double errorShare) {
            this.latencies = latencies;
            this.successesPerSecond = successesPerSecond;
            this.errorShare = errorShare;
        }

        /** In nanoseconds, of the percentile at this place of those asked for; NaN when nothing was measured. */
        double latency(int which) {
            return latencies[which];
        }

        double successesPerSecond() {
            return successesPerSecond;
        }

        double errorShare() {
            return errorShare;
        }
    }

    private final List<Blocks.Block> blocks;
    private final double[] percentiles;
    /** All latencies of the run, rising. */
    private final long[] values;
    /** For each block, where its latencies stand among all, and how often each came. */
    private final int[][] places;

    private final long[][] counts;
    private final long[] drawn;

    Resampling(Blocks blocks, double... percentiles) {
        this.blocks = blocks.all();
        this.percentiles = percentiles.clone();
        List<SortedMap<Long, Long>> recorded =
                this.blocks.stream().map(Resampling::recorded).toList();
        this.values = recorded.stream()
                .flatMap(of -> of.keySet().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .distinct()
                .toArray();
        this.places = recorded.stream()
                .map(of -> of.keySet().stream()
                        .mapToInt(value -> Arrays.binarySearch(values, value))
                        .toArray())
                .toArray(int[][]::new);
        this.counts = recorded.stream()
                .map(of -> of.values().stream().mapToLong(Long::longValue).toArray())
                .toArray(long[][]::new);
        this.drawn = new long[values.length];
    }

    private static SortedMap<Long, Long> recorded(Blocks.Block block) {
        SortedMap<Long, Long> all = new TreeMap<>();
        for (HistogramIterationValue value : block.latency().toHistogram().recordedValues()) {
            all.put(value.getValueIteratedTo(), value.getCountAtValueIteratedTo());
        }
        return all;
    }

    /** As it was. */
    Draw whole() {
        return measure(number -> number);
    }

    Draw next(RandomGenerator random) {
        return measure(number -> random.nextInt(blocks.size()));
    }

    private Draw measure(IntUnaryOperator which) {
        Arrays.fill(drawn, 0);
        long requests = 0;
        long answered = 0;
        long successes = 0;
        long errors = 0;
        double seconds = 0;
        for (int i = 0; i < blocks.size(); i++) {
            int number = which.applyAsInt(i);
            Blocks.Block block = blocks.get(number);
            int[] at = places[number];
            for (int j = 0; j < at.length; j++) {
                drawn[at[j]] += counts[number][j];
                answered += counts[number][j];
            }
            requests += block.requests();
            successes += block.successes();
            errors += block.errors();
            seconds += block.seconds();
        }
        return new Draw(percentilesOf(answered), successes / seconds, requests == 0 ? 0 : (double) errors / requests);
    }

    private double[] percentilesOf(long total) {
        double[] found = new double[percentiles.length];
        Arrays.fill(found, Double.NaN);
        long seen = 0;
        int next = 0;
        for (int i = 0; i < values.length && next < percentiles.length; i++) {
            seen += drawn[i];
            // The smallest value that at least this share of all does not exceed, as HdrHistogram has it.
            while (next < percentiles.length && seen > 0 && seen >= Math.ceil(percentiles[next] / 100 * total)) {
                found[next++] = values[i];
            }
        }
        return found;
    }
}
