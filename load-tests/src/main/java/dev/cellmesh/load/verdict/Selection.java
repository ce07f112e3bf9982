package dev.cellmesh.load.verdict;

import dev.cellmesh.load.record.Counts;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Quantity;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recording.Measured;
import dev.cellmesh.load.verdict.Expression.Measure;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * What does one measure say about some of the keys, over some intervals? Intervals are added one by one; one thread.
 *
 * <p>Percentiles are over requests that were sent: those with an answer, whatever it says, and those whose outcome is unknown, with
 * the time that they took until they were given up. What could not be sent at all took no time worth counting; it is an error.
 */
final class Selection {
    private final Measure measure;
    private final Predicate<Recording.Key> selects;
    private final Histogram histogram = Counts.histogram();
    private final Map<Outcome, Long> requests = new EnumMap<>(Outcome.class);
    private long intervals;

    Selection(Measure measure, Predicate<Recording.Key> selects) {
        this.measure = measure;
        this.selects = selects;
    }

    void clear() {
        histogram.reset();
        requests.clear();
        intervals = 0;
    }

    /** One more interval, even if nothing ended in it. */
    void add(Map<Recording.Key, Measured> interval) {
        intervals++;
        interval.forEach((key, measured) -> {
            if (selects.test(key)) {
                requests.merge(key.outcome(), measured.requests(), Long::sum);
                quantity().ifPresent(quantity -> {
                    if (key.outcome() != Outcome.NOT_SENT) {
                        measured.counts(quantity).addTo(histogram);
                    }
                });
            }
        });
    }

    long requests() {
        return requests.values().stream().mapToLong(Long::longValue).sum();
    }

    /** In the unit of the expression's limit; empty when there is nothing that it could be said of. */
    OptionalDouble seen(long intervalNanos) {
        return switch (measure) {
            case Measure.Latency latency -> percentile(latency.percentile(), 1);
            case Measure.Service service -> percentile(service.percentile(), 1);
            case Measure.Lag lag -> percentile(lag.percentile(), 1);
            case Measure.Staleness staleness -> percentile(staleness.percentile(), 1e6);
            case Measure.Errors errors ->
                share(requests.entrySet().stream()
                        .filter(entry -> entry.getKey().isError())
                        .mapToLong(Map.Entry::getValue)
                        .sum());
            case Measure.Rate rate ->
                intervals == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(count(Outcome.SUCCESS) * 1e9 / (intervals * (double) intervalNanos));
            case Measure.OfOutcome of ->
                of.share() ? share(count(of.outcome())) : OptionalDouble.of((double) count(of.outcome()));
        };
    }

    private Optional<Quantity> quantity() {
        return switch (measure) {
            case Measure.Latency latency -> Optional.of(Quantity.LATENCY);
            case Measure.Service service -> Optional.of(Quantity.SERVICE);
            case Measure.Lag lag -> Optional.of(Quantity.LAG);
            case Measure.Staleness staleness -> Optional.of(Quantity.STALENESS);
            case Measure.Errors errors -> Optional.empty();
            case Measure.Rate rate -> Optional.empty();
            case Measure.OfOutcome of -> Optional.empty();
        };
    }

    private long count(Outcome outcome) {
        return requests.getOrDefault(outcome, 0L);
    }

    private OptionalDouble share(long part) {
        long all = requests();
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / all);
    }

    private OptionalDouble percentile(double percentile, double unitNanos) {
        return histogram.getTotalCount() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(histogram.getValueAtPercentile(percentile) * unitNanos);
    }
}
