package dev.cellmesh.load.record;

import dev.cellmesh.load.record.Recording.Measured;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The samples of one key and one interval, on their way into {@link Counts}. */
final class Batch {
    private final Map<Quantity, Values> values = new EnumMap<>(Quantity.class);
    private long requests;
    private long attempts;
    private long outOfRange;

    void add(Sample sample) {
        requests++;
        attempts += sample.attempts();
        add(Quantity.LATENCY, sample.latencyNanos());
        add(Quantity.SERVICE, sample.serviceNanos());
        add(Quantity.LAG, sample.lagNanos());
        if (sample.stalenessMillis() >= 0) {
            add(Quantity.STALENESS, sample.stalenessMillis());
        }
    }

    private void add(Quantity quantity, long value) {
        long within = Math.clamp(value, 0, Counts.VALUE_MAX);
        if (within != value) {
            outOfRange++;
        }
        values.computeIfAbsent(quantity, any -> new Values()).add(within);
    }

    Measured measured() {
        Map<Quantity, Counts> counts = new EnumMap<>(Quantity.class);
        values.forEach((quantity, some) -> counts.put(quantity, Counts.of(some.array, some.length)));
        return new Measured(counts, requests, attempts, outOfRange);
    }

    private static final class Values {
        private long[] array = new long[16];
        private int length;

        void add(long value) {
            if (length == array.length) {
                array = Arrays.copyOf(array, length * 2);
            }
            array[length++] = value;
        }
    }
}
