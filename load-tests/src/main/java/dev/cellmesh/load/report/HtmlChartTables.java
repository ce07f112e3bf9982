package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.report.RunSummary.Brief;
import dev.cellmesh.load.report.RunSummary.CurvePoint;
import dev.cellmesh.load.report.RunSummary.Moment;
import dev.cellmesh.load.report.RunSummary.Point;
import dev.cellmesh.load.report.RunSummary.Spread;
import dev.cellmesh.load.report.chart.Markup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** What do the charts of a page show, in numbers? For those who cannot see them, and those who want to know exactly. */
final class HtmlChartTables {
    private final HtmlTable table;

    HtmlChartTables(Markup out) {
        this.table = new HtmlTable(out);
    }

    void curve(List<CurvePoint> curve) {
        table.of(
                List.of("percentile", "latency", "service time"),
                1,
                curve.stream()
                        .map(point -> List.of(
                                Amounts.plain(point.percentile(), 5),
                                Amounts.millis(point.latencyMillis()),
                                Amounts.millis(point.serviceMillis())))
                        .toList());
    }

    void curves(SortedMap<String, List<CurvePoint>> curves) {
        TreeSet<Double> percentiles = new TreeSet<>();
        curves.values().forEach(curve -> curve.forEach(point -> percentiles.add(point.percentile())));
        List<String> heads = new ArrayList<>(List.of("percentile"));
        heads.addAll(curves.keySet());
        table.of(
                heads,
                1,
                percentiles.stream()
                        .map(percentile -> Stream.concat(
                                        Stream.of(Amounts.plain(percentile, 5)),
                                        curves.values().stream()
                                                .map(curve -> curve.stream()
                                                        .filter(point -> point.percentile() == percentile)
                                                        .findFirst()
                                                        .map(point -> Amounts.millis(point.latencyMillis()))
                                                        .orElse("–")))
                                .toList())
                        .toList());
    }

    void moments(List<Moment> timeline) {
        List<Outcome> errors = Arrays.stream(Outcome.values())
                .filter(outcome ->
                        timeline.stream().anyMatch(moment -> moment.outcomes().containsKey(outcome.name())))
                .toList();
        List<String> heads = new ArrayList<>(List.of("from", "asked", "ended", "succeeded", "p50", "p99", "greatest"));
        errors.forEach(outcome -> heads.add(Wording.of(outcome)));
        table.of(
                heads, 1, timeline.stream().map(moment -> cells(moment, errors)).toList());
    }

    private static List<String> cells(Moment moment, List<Outcome> errors) {
        List<String> cells = new ArrayList<>(List.of(
                Amounts.seconds(moment.offsetSeconds()),
                moment.askedPerSecond().map(Amounts::rate).orElse("–"),
                Amounts.rate(moment.requestsPerSecond()),
                Amounts.rate(moment.succeededPerSecond()),
                HtmlTables.millis(moment.latency(), Spread::p50Millis),
                HtmlTables.millis(moment.latency(), Spread::p99Millis),
                HtmlTables.millis(moment.latency(), Spread::maxMillis)));
        errors.forEach(outcome -> cells.add(Amounts.count(moment.outcomes().getOrDefault(outcome.name(), 0L))));
        return cells;
    }

    void briefs(List<Moment> timeline, Function<Moment, SortedMap<String, Brief>> of) {
        TreeSet<String> names = new TreeSet<>();
        timeline.forEach(moment -> names.addAll(of.apply(moment).keySet()));
        List<String> heads = new ArrayList<>(List.of("from"));
        names.forEach(name -> heads.addAll(List.of(name + " p99", name + " errors")));
        table.of(
                heads,
                1,
                timeline.stream()
                        .map(moment -> row(moment, names, of.apply(moment)))
                        .toList());
    }

    private static List<String> row(Moment moment, Set<String> names, Map<String, Brief> briefs) {
        List<String> cells = new ArrayList<>(List.of(Amounts.seconds(moment.offsetSeconds())));
        for (String name : names) {
            Optional<Brief> brief = Optional.ofNullable(briefs.get(name));
            cells.add(brief.map(is -> Amounts.millis(is.p99Millis())).orElse("–"));
            cells.add(brief.map(is -> Amounts.count(is.errors())).orElse("–"));
        }
        return cells;
    }

    void gauge(String name, List<Point> points) {
        table.of(
                List.of("at", name),
                1,
                points.stream()
                        .map(point ->
                                List.of(Amounts.seconds(point.offsetSeconds()), Amounts.gauge(name, point.value())))
                        .toList());
    }
}
