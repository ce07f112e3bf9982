package dev.cellmesh.load.record;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What was measured, whole: the merge of all intervals of all generators. Values of latency, service and lag are
 * nanoseconds, of staleness milliseconds. Immutable, so any thread may read it.
 *
 * @param cells one for each series, outcome and status: the sum of the timeline
 * @param timeline by the offset of the interval's start from the run's start, in nanoseconds; intervals in which nothing ended
 *     are left out. A request belongs to the interval in which it ended
 * @param intervalNanos length of an interval
 */
public record Recording(
        Map<Key, Measured> cells,
        SortedMap<Long, Map<Key, Measured>> timeline,
        long intervalNanos,
        Generator generator) {

    public record Key(Series series, Outcome outcome, int status) {}

    /**
     * What is known about the requests of a key. The histograms are made anew by each call, from {@link Counts}; who sums many
     * adds their counts into one histogram.
     */
    public static final class Measured {
        public static final Measured NONE = new Measured(Map.of(), 0, 0, 0);

        private final EnumMap<Quantity, Counts> counts = new EnumMap<>(Quantity.class);
        private final long requests;
        private final long attempts;
        private final long outOfRange;

        /**
         * @param attempts sendings, retries included
         * @param outOfRange values that were below zero or above {@link Counts#VALUE_MAX}, and recorded as the nearest within
         */
        public Measured(Map<Quantity, Counts> counts, long requests, long attempts, long outOfRange) {
            counts.forEach((quantity, of) -> {
                if (of.total() > 0) {
                    this.counts.put(quantity, of);
                }
            });
            this.requests = requests;
            this.attempts = attempts;
            this.outOfRange = outOfRange;
        }

        public Measured(
                Histogram latency,
                Histogram service,
                Histogram lag,
                Histogram staleness,
                long requests,
                long attempts) {
            this(
                    Map.of(
                            Quantity.LATENCY, Counts.of(latency),
                            Quantity.SERVICE, Counts.of(service),
                            Quantity.LAG, Counts.of(lag),
                            Quantity.STALENESS, Counts.of(staleness)),
                    requests,
                    attempts,
                    0);
        }

        public Counts counts(Quantity quantity) {
            return counts.getOrDefault(quantity, Counts.NONE);
        }

        public Histogram latency() {
            return counts(Quantity.LATENCY).toHistogram();
        }

        public Histogram service() {
            return counts(Quantity.SERVICE).toHistogram();
        }

        public Histogram lag() {
            return counts(Quantity.LAG).toHistogram();
        }

        public Histogram staleness() {
            return counts(Quantity.STALENESS).toHistogram();
        }

        public long requests() {
            return requests;
        }

        public long attempts() {
            return attempts;
        }

        public long outOfRange() {
            return outOfRange;
        }

        /** Both together; loses nothing. */
        public Measured plus(Measured other) {
            Map<Quantity, Counts> sum = new EnumMap<>(Quantity.class);
            for (Quantity quantity : Quantity.values()) {
                sum.put(quantity, counts(quantity).plus(other.counts(quantity)));
            }
            return new Measured(
                    sum, requests + other.requests, attempts + other.attempts, outOfRange + other.outOfRange);
        }

        /** What it takes in memory, about: objects are counted with 300 bytes in all. */
        long bytes() {
            return 300L + counts.values().stream().mapToLong(Counts::bytes).sum();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Measured measured
                    && requests == measured.requests
                    && attempts == measured.attempts
                    && outOfRange == measured.outOfRange
                    && counts.equals(measured.counts);
        }

        @Override
        public int hashCode() {
            return Objects.hash(requests, attempts, outOfRange, counts);
        }

        @Override
        public String toString() {
            return requests + " requests, " + attempts + " attempts, " + outOfRange + " out of range, " + counts;
        }
    }

    /**
     * What the generators did and failed to do.
     *
     * @param intended arrivals of the schedules
     * @param late sent, but more than a millisecond after their time
     * @param dropped never sent although their time had come; more than 0 fails the run
     * @param waitedForConnection found no free connection when their time came, and waited
     * @param generators how many
     */
    public record Generator(long intended, long late, long dropped, long waitedForConnection, int generators) {
        public Generator plus(Generator other) {
            return new Generator(
                    intended + other.intended,
                    late + other.late,
                    dropped + other.dropped,
                    waitedForConnection + other.waitedForConnection,
                    generators + other.generators);
        }
    }

    public static Recording empty(long intervalNanos) {
        return new Recording(Map.of(), new TreeMap<>(), intervalNanos, new Generator(0, 0, 0, 0, 0));
    }

    /** With the cells that the timeline adds up to. */
    public static Recording of(SortedMap<Long, Map<Key, Measured>> timeline, long intervalNanos, Generator generator) {
        Map<Key, Sum> sums = new HashMap<>();
        timeline.values()
                .forEach(interval -> interval.forEach((key, measured) ->
                        sums.computeIfAbsent(key, any -> new Sum()).add(measured)));
        Map<Key, Measured> cells = new HashMap<>();
        sums.forEach((key, sum) -> cells.put(key, sum.measured()));
        return new Recording(
                Collections.unmodifiableMap(cells),
                Collections.unmodifiableSortedMap(timeline),
                intervalNanos,
                generator);
    }
}
