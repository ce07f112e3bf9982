package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recording.Measured;
import dev.cellmesh.load.report.RunSummary.Brief;
import dev.cellmesh.load.report.RunSummary.CurvePoint;
import dev.cellmesh.load.report.RunSummary.Figures;
import dev.cellmesh.load.report.RunSummary.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/** What do several cells of a recording come to, taken together? Histograms are added, so nothing is lost by it. */
final class Tally {
    private static final double NANOS_A_MILLI = 1e6;

    final Histogram latency = new Histogram(3);
    final Histogram service = new Histogram(3);
    private final Histogram staleness = new Histogram(3);
    private final SortedMap<String, Long> outcomes =
            new TreeMap<>(Comparator.comparing((String name) -> Outcome.valueOf(name)));
    private final SortedMap<String, Long> statuses = new TreeMap<>();
    private long requests;
    private long attempts;
    private long succeeded;
    private long errors;

    void add(Recording.Key key, Measured measured) {
        latency.add(measured.latency());
        service.add(measured.service());
        staleness.add(measured.staleness());
        outcomes.merge(key.outcome().name(), measured.requests(), Long::sum);
        statuses.merge(Integer.toString(key.status()), measured.requests(), Long::sum);
        requests += measured.requests();
        attempts += measured.attempts();
        if (key.outcome() == Outcome.SUCCESS) {
            succeeded += measured.requests();
        }
        if (key.outcome().isError()) {
            errors += measured.requests();
        }
    }

    long requests() {
        return requests;
    }

    long succeeded() {
        return succeeded;
    }

    SortedMap<String, Long> outcomes() {
        return outcomes;
    }

    Figures figures(Optional<String> operation, Optional<String> region, Optional<String> group, double seconds) {
        return new Figures(
                operation,
                region,
                group,
                requests,
                attempts,
                succeeded,
                errors,
                requests == 0 ? 0 : (double) errors / requests,
                seconds > 0 ? requests / seconds : 0,
                seconds > 0 ? succeeded / seconds : 0,
                spread(latency, NANOS_A_MILLI),
                spread(service, NANOS_A_MILLI),
                spread(staleness, 1),
                outcomes,
                statuses);
    }

    Brief brief() {
        return new Brief(
                requests,
                errors,
                latency.getValueAtPercentile(50) / NANOS_A_MILLI,
                latency.getValueAtPercentile(99) / NANOS_A_MILLI);
    }

    List<CurvePoint> curve() {
        List<CurvePoint> points = new ArrayList<>();
        for (double percentile : Percentiles.shown(latency.getTotalCount())) {
            points.add(new CurvePoint(
                    percentile,
                    latency.getValueAtPercentile(percentile) / NANOS_A_MILLI,
                    service.getValueAtPercentile(percentile) / NANOS_A_MILLI));
        }
        return points;
    }

    static Optional<Spread> spread(AbstractHistogram of, double perMilli) {
        if (of.getTotalCount() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Spread(
                of.getValueAtPercentile(50) / perMilli,
                of.getValueAtPercentile(90) / perMilli,
                of.getValueAtPercentile(99) / perMilli,
                of.getValueAtPercentile(99.9) / perMilli,
                of.getMaxValue() / perMilli));
    }
}
