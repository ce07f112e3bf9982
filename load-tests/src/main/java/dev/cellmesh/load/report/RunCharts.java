package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.report.RunSummary.Brief;
import dev.cellmesh.load.report.RunSummary.CurvePoint;
import dev.cellmesh.load.report.RunSummary.Moment;
import dev.cellmesh.load.report.RunSummary.PlannedFault;
import dev.cellmesh.load.report.RunSummary.Point;
import dev.cellmesh.load.report.RunSummary.Spread;
import dev.cellmesh.load.report.chart.Chart;
import dev.cellmesh.load.report.chart.Chart.Line;
import dev.cellmesh.load.report.chart.Chart.Setting;
import dev.cellmesh.load.report.chart.Chart.Spot;
import dev.cellmesh.load.report.chart.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Which pictures does a run make? */
final class RunCharts {
    /** More lines than that nobody can tell apart; the tables have them all. */
    private static final int LINES_MAX = Chart.COLOURS;

    private final RunSummary run;
    private final Scale time;
    private final Setting setting;

    RunCharts(RunSummary run) {
        this.run = run;
        double end = run.timeline().stream()
                .mapToDouble(moment -> moment.offsetSeconds() + moment.lengthSeconds())
                .max()
                .orElse(run.scenario().lengthSeconds());
        this.time = Scale.time(Math.max(end, 1));
        this.setting = setting(run, end);
    }

    private static Setting setting(RunSummary run, double end) {
        List<Chart.Mark> marks = new ArrayList<>();
        for (int at = 0; at < run.faults().size(); at++) {
            RunSummary.Marked mark = run.faults().get(at);
            marks.add(new Chart.Mark(mark.offsetSeconds(), Integer.toString(at + 1), mark.failed()));
        }
        return new Setting(
                run.scenario().phases().stream()
                        .map(phase -> new Chart.Band(
                                phase.startSeconds(),
                                Math.min(end, phase.startSeconds() + phase.lengthSeconds()),
                                phase.name() + (phase.warmup() ? " (not counted)" : "") + ", " + phase.load(),
                                phase.warmup()))
                        .filter(band -> band.toX() > band.fromX())
                        .toList(),
                run.scenario().plannedFaults().stream()
                        .filter(fault -> fault.atSeconds() < end)
                        .map(fault -> new Chart.Band(fault.atSeconds(), until(fault, end), fault.text(), false))
                        .toList(),
                marks);
    }

    private static double until(PlannedFault fault, double end) {
        return fault.lastsSeconds()
                .map(lasts -> Math.min(end, fault.atSeconds() + lasts))
                .orElse(end);
    }

    Chart byPercentile() {
        List<CurvePoint> curve = run.curves().all();
        return percentiles(
                "latency-by-percentile",
                "Latency by percentile",
                "Latency counts from the moment the schedule meant a request to start; service time only from its sending. "
                        + "Where the lines part, requests waited before they were sent.",
                List.of(
                        curveLine("latency, from the intended start", 1, curve, CurvePoint::latencyMillis),
                        curveLine("service time, from the sending", 2, curve, CurvePoint::serviceMillis)),
                curve);
    }

    Chart byPercentile(String id, String what, SortedMap<String, List<CurvePoint>> curves) {
        List<Line> lines = new ArrayList<>();
        curves.forEach((name, curve) -> {
            if (lines.size() < LINES_MAX) {
                lines.add(curveLine(name, lines.size() + 1, curve, CurvePoint::latencyMillis));
            }
        });
        List<CurvePoint> longest = curves.values().stream()
                .reduce((one, other) -> one.size() >= other.size() ? one : other)
                .orElse(List.of());
        return percentiles(
                id,
                "Latency by percentile, " + what,
                "From the intended start, one line for each" + cut(curves.size()) + ".",
                lines,
                longest);
    }

    private static String cut(int count) {
        return count > LINES_MAX ? " of the first " + LINES_MAX + " of " + count + ", by name" : "";
    }

    private static Chart percentiles(
            String id, String title, String description, List<Line> lines, List<CurvePoint> longest) {
        double nines =
                longest.isEmpty() ? 1 : Percentiles.nines(longest.getLast().percentile());
        List<Chart.Zone> zones = new ArrayList<>();
        for (int at = 0; at < longest.size(); at++) {
            double percentile = longest.get(at).percentile();
            double next = at + 1 < longest.size() ? longest.get(at + 1).percentile() : percentile;
            StringBuilder text = new StringBuilder("p" + Amounts.plain(percentile, 5));
            for (Line line : lines) {
                if (at < line.points().size()) {
                    text.append('\n').append(line.name()).append(": ");
                    text.append(Amounts.millis(line.points().get(at).y()));
                }
            }
            zones.add(new Chart.Zone(percentile, next, text.toString()));
        }
        return new Chart(
                id, title, description, Scale.percentile(nines), millis(lines), lines, List.of(), Setting.NONE, zones);
    }

    private static Line curveLine(
            String name, int colour, List<CurvePoint> curve, ToDoubleFunction<CurvePoint> millis) {
        return new Line(
                name,
                colour,
                false,
                curve.stream()
                        .map(point -> new Spot(point.percentile(), millis.applyAsDouble(point)))
                        .toList());
    }

    Chart throughput() {
        List<Line> lines = List.of(
                steps(
                        "asked by the schedule",
                        7,
                        false,
                        moment -> moment.askedPerSecond().orElse(Double.NaN)),
                steps("ended, in any way", 2, false, Moment::requestsPerSecond),
                steps("succeeded", 1, true, Moment::succeededPerSecond));
        return overTime(
                "throughput",
                "Throughput over time",
                "Requests a second: asked by the schedule, ended, and succeeded. Succeeding is what users came for.",
                Scale.linear(1.05 * max(lines), Amounts::rate),
                lines,
                moment -> "asked " + moment.askedPerSecond().map(Amounts::rate).orElse("nothing: closed loop")
                        + "\nended "
                        + Amounts.rate(moment.requestsPerSecond()) + "\nsucceeded "
                        + Amounts.rate(moment.succeededPerSecond()));
    }

    Chart latency() {
        List<Line> lines = List.of(
                steps("p50", 3, false, moment -> value(moment, Spread::p50Millis)),
                steps("p99", 1, false, moment -> value(moment, Spread::p99Millis)),
                steps("greatest", 2, false, moment -> value(moment, Spread::maxMillis)));
        return overTime(
                "latency",
                "Latency over time",
                "From the intended start, of the requests that ended in each step. The axis is logarithmic.",
                millis(lines),
                lines,
                moment -> moment.latency()
                        .map(spread -> "p50 " + Amounts.millis(spread.p50Millis()) + "\np99 "
                                + Amounts.millis(spread.p99Millis()) + "\ngreatest "
                                + Amounts.millis(spread.maxMillis()))
                        .orElse("nothing ended"));
    }

    private static double value(Moment moment, ToDoubleFunction<Spread> of) {
        return moment.latency().map(of::applyAsDouble).orElse(Double.NaN);
    }

    boolean sawErrors() {
        return run.timeline().stream()
                .flatMap(moment -> moment.outcomes().keySet().stream())
                .map(Outcome::valueOf)
                .anyMatch(Outcome::isError);
    }

    Chart errors() {
        List<Chart.Layer> layers = Arrays.stream(Outcome.values())
                .filter(Outcome::isError)
                .filter(outcome -> run.timeline().stream()
                        .anyMatch(moment -> moment.outcomes().containsKey(outcome.name())))
                .map(outcome -> new Chart.Layer(
                        Wording.of(outcome),
                        colour(outcome),
                        run.timeline().stream()
                                .map(moment -> new Chart.Bar(
                                        moment.offsetSeconds(),
                                        moment.offsetSeconds() + moment.lengthSeconds(),
                                        errorsPerSecond(moment, outcome)))
                                .toList()))
                .toList();
        double max = run.timeline().stream()
                .mapToDouble(moment -> Arrays.stream(Outcome.values())
                        .filter(Outcome::isError)
                        .mapToDouble(outcome -> errorsPerSecond(moment, outcome))
                        .sum())
                .max()
                .orElse(0);
        return new Chart(
                "errors",
                "Errors over time",
                "Errors a second, by how the request ended.",
                time,
                Scale.linear(Math.max(1, max), Amounts::rate),
                List.of(),
                layers,
                setting,
                zones(moment -> {
                    StringBuilder text = new StringBuilder();
                    moment.outcomes()
                            .forEach((outcome, count) -> text.append(text.isEmpty() ? "" : "\n")
                                    .append(Wording.of(Outcome.valueOf(outcome)))
                                    .append(' ')
                                    .append(Amounts.count(count)));
                    return text.toString();
                }));
    }

    private static double errorsPerSecond(Moment moment, Outcome outcome) {
        return moment.outcomes().getOrDefault(outcome.name(), 0L) / moment.lengthSeconds();
    }

    private static int colour(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS -> 1;
            case REFUSED -> 8;
            case LIMITED -> 5;
            case SHED -> 2;
            case FAILED -> 6;
            case UNKNOWN -> 4;
            case NOT_SENT -> 7;
        };
    }

    Chart worst(String id, String what, Collection<String> names, Function<Moment, SortedMap<String, Brief>> briefs) {
        List<Line> lines = new ArrayList<>();
        for (String name : names) {
            if (lines.size() < LINES_MAX) {
                lines.add(steps(name, lines.size() + 1, false, moment -> {
                    Brief brief = briefs.apply(moment).get(name);
                    return brief == null ? Double.NaN : brief.p99Millis();
                }));
            }
        }
        return overTime(
                id,
                "p99 over time, " + what,
                "From the intended start, one line for each" + cut(names.size()) + ". The axis is logarithmic.",
                millis(lines),
                lines,
                moment -> {
                    StringBuilder text = new StringBuilder("p99");
                    briefs.apply(moment)
                            .forEach((name, brief) -> text.append('\n')
                                    .append(name)
                                    .append(": ")
                                    .append(Amounts.millis(brief.p99Millis())));
                    return text.toString();
                });
    }

    Chart gauge(int number, Map.Entry<String, List<Point>> sample) {
        String name = sample.getKey();
        List<Point> points = sample.getValue();
        Line line = new Line(
                name,
                1,
                true,
                points.stream()
                        .map(point -> new Spot(point.offsetSeconds(), point.value()))
                        .toList());
        DoubleStream values = points.stream().mapToDouble(Point::value);
        return new Chart(
                "gauge-" + number,
                name,
                points.isEmpty()
                        ? "No value was read."
                        : "First " + Amounts.gauge(name, points.getFirst().value()) + ", last "
                                + Amounts.gauge(name, points.getLast().value()) + ", greatest "
                                + Amounts.gauge(name, values.max().orElse(0)) + ".",
                time,
                Scale.linear(Math.max(1, max(List.of(line))), value -> Amounts.gauge(name, value)),
                List.of(line),
                List.of(),
                setting,
                List.of());
    }

    private Chart overTime(
            String id, String title, String description, Scale y, List<Line> lines, Function<Moment, String> told) {
        return new Chart(id, title, description, time, y, lines, List.of(), setting, zones(told));
    }

    private List<Chart.Zone> zones(Function<Moment, String> told) {
        return run.timeline().stream()
                .map(moment -> new Chart.Zone(
                        moment.offsetSeconds(),
                        moment.offsetSeconds() + moment.lengthSeconds(),
                        "from " + Amounts.seconds(moment.offsetSeconds()) + "\n" + told.apply(moment)))
                .toList();
    }

    /** A value holds for its whole step. */
    private Line steps(String name, int colour, boolean filled, ToDoubleFunction<Moment> value) {
        List<Spot> spots = new ArrayList<>();
        for (Moment moment : run.timeline()) {
            double is = value.applyAsDouble(moment);
            spots.add(new Spot(moment.offsetSeconds(), is));
            spots.add(new Spot(moment.offsetSeconds() + moment.lengthSeconds(), is));
        }
        return new Line(name, colour, filled, spots);
    }

    private static Scale millis(List<Line> lines) {
        double min = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Spot::y)
                .filter(value -> value > 0)
                .min()
                .orElse(1);
        return Scale.logarithmic(min, Math.max(min, max(lines)), Amounts::millisShort);
    }

    private static double max(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Spot::y)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }
}
