package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.report.RunSummary.Brief;
import dev.cellmesh.load.report.RunSummary.CurvePoint;
import dev.cellmesh.load.report.RunSummary.Figures;
import dev.cellmesh.load.report.RunSummary.Found;
import dev.cellmesh.load.report.RunSummary.Judged;
import dev.cellmesh.load.report.RunSummary.Moment;
import dev.cellmesh.load.report.RunSummary.PhaseRun;
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
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which tables does a page have? */
final class HtmlTables {
    private final Markup out;

    HtmlTables(Markup out) {
        this.out = out;
    }

    /** The few numbers to see first. */
    void tiles(RunSummary run) {
        Figures all = run.all();
        out.open("dl", "class", "tiles");
        tile("requests", Amounts.count(all.requests()), Amounts.rate(all.requestsPerSecond()) + " ended");
        tile(
                "errors",
                Amounts.share(all.errorShare()),
                all.errors() == 0 ? "none" : Amounts.count(all.errors()) + " requests");
        tile("p50", millis(all.latency(), Spread::p50Millis), "service " + millis(all.service(), Spread::p50Millis));
        tile("p99", millis(all.latency(), Spread::p99Millis), "service " + millis(all.service(), Spread::p99Millis));
        tile(
                "p99.9",
                millis(all.latency(), Spread::p999Millis),
                "service " + millis(all.service(), Spread::p999Millis));
        tile(
                "not sent on time",
                Amounts.count(run.generator().late()),
                Amounts.count(run.generator().dropped()) + " dropped");
        out.close();
    }

    private void tile(String name, String value, String beside) {
        out.open("div")
                .element("dt", name)
                .element("dd", value)
                .element("dd", beside, "class", "beside")
                .close();
    }

    /** Latency and errors of each row, with what they are of in the first columns. */
    void figures(List<Figures> rows) {
        if (rows.isEmpty()) {
            out.element("p", "No request was measured.", "class", "what");
            return;
        }
        Figures first = rows.getFirst();
        List<String> heads = new ArrayList<>();
        first.operation().ifPresent(is -> heads.add("operation"));
        first.group().ifPresent(is -> heads.add("group"));
        first.region().ifPresent(is -> heads.add("region"));
        int names = heads.size();
        boolean stale = rows.stream().anyMatch(row -> row.staleness().isPresent());
        heads.addAll(List.of(
                "requests", "rate", "p50", "p90", "p99", "p99.9", "greatest", "service p50", "service p99", "errors"));
        if (stale) {
            heads.add("staleness p99");
        }
        heads.add("how requests ended");
        table(heads, names, rows.stream().map(row -> cells(row, stale)).toList());
    }

    private static List<String> cells(Figures row, boolean stale) {
        List<String> cells = new ArrayList<>();
        row.operation().ifPresent(cells::add);
        row.group().ifPresent(cells::add);
        row.region().ifPresent(cells::add);
        cells.add(Amounts.count(row.requests()));
        cells.add(Amounts.rate(row.requestsPerSecond()));
        cells.add(millis(row.latency(), Spread::p50Millis));
        cells.add(millis(row.latency(), Spread::p90Millis));
        cells.add(millis(row.latency(), Spread::p99Millis));
        cells.add(millis(row.latency(), Spread::p999Millis));
        cells.add(millis(row.latency(), Spread::maxMillis));
        cells.add(millis(row.service(), Spread::p50Millis));
        cells.add(millis(row.service(), Spread::p99Millis));
        cells.add(Amounts.share(row.errorShare()));
        if (stale) {
            cells.add(millis(row.staleness(), Spread::p99Millis));
        }
        cells.add(Wording.outcomes(row.outcomes()));
        return cells;
    }

    static String millis(Optional<Spread> spread, ToDoubleFunction<Spread> of) {
        return spread.map(is -> Amounts.millis(of.applyAsDouble(is))).orElse("–");
    }

    void verdicts(List<Judged> verdicts) {
        if (verdicts.isEmpty()) {
            out.element("p", "The scenario sets no SLO.", "class", "what");
            return;
        }
        start(List.of("", "SLO", "of", "limit", "seen", ""), 3);
        for (Judged verdict : verdicts) {
            out.open("tr", "class", verdict.holds() ? "holds" : "broken");
            out.element("td", verdict.holds() ? "✓ holds" : "✗ breached", "class", "state");
            out.element("th", verdict.text(), "scope", "row");
            String scope = Judging.scope(verdict);
            out.element("td", scope.isEmpty() ? "all" : scope, "class", "words");
            out.element("td", Judging.amount(verdict.unit(), verdict.limit()));
            out.element(
                    "td",
                    verdict.seen()
                            .map(seen -> Judging.amount(verdict.unit(), seen))
                            .orElse("nothing"));
            out.element("td", verdict.detail(), "class", "words");
            out.close();
        }
        end();
    }

    void findings(List<Found> findings) {
        if (findings.isEmpty()) {
            out.element("p", "The scenario asks for no check.", "class", "what");
            return;
        }
        start(List.of("", "check", "operations judged", "violations", ""), 2);
        for (Found found : findings) {
            out.open("tr", "class", found.holds() ? "holds" : "broken");
            out.element("td", Wording.state(found), "class", "state");
            out.element("th", found.check(), "scope", "row");
            out.element("td", Amounts.count(found.checked()));
            out.element("td", Amounts.count(found.violationCount()));
            out.element("td", found.note(), "class", "words");
            out.close();
        }
        end();
        for (Found found : findings) {
            if (!found.violations().isEmpty()) {
                out.element(
                        "h4",
                        found.check() + ": "
                                + (found.violations().size() < found.violationCount()
                                        ? "the first " + found.violations().size() + " of "
                                                + Amounts.count(found.violationCount()) + " violations"
                                        : "violations"));
                out.open("ol", "class", "violations");
                found.violations().forEach(violation -> out.element("li", violation));
                out.close();
            }
        }
    }

    void faults(RunSummary run) {
        List<List<String>> rows = new ArrayList<>();
        for (int at = 0; at < run.faults().size(); at++) {
            RunSummary.Marked mark = run.faults().get(at);
            rows.add(List.of(
                    Integer.toString(at + 1),
                    Amounts.seconds(mark.offsetSeconds()),
                    mark.text(),
                    mark.failed() ? "the mesh refused" : "done"));
        }
        if (rows.isEmpty()) {
            out.element("p", "None of the planned faults was done.", "class", "notice");
        } else {
            table(List.of("mark", "at", "what", ""), 1, rows, 2, 3);
        }
    }

    void generator(RunSummary run) {
        RunSummary.Generator generator = run.generator();
        table(
                List.of("what", "value", "meaning"),
                1,
                List.of(
                        List.of(
                                "arrivals",
                                Amounts.count(generator.intended()),
                                "what the schedules asked for, warm-up included"),
                        List.of("dropped", Amounts.count(generator.dropped()), "never sent; more than 0 fails the run"),
                        List.of(
                                "late",
                                Amounts.count(generator.late()),
                                "sent more than a millisecond after their time"),
                        List.of(
                                "waited for a connection",
                                Amounts.count(generator.waitedForConnection()),
                                "found none free when their time came; the wait is part of their latency"),
                        List.of(
                                "lag p50",
                                millis(generator.lag(), Spread::p50Millis),
                                "from the intended start to the sending"),
                        List.of("lag p99.9", millis(generator.lag(), Spread::p999Millis), "the same"),
                        List.of("lag, greatest", millis(generator.lag(), Spread::maxMillis), "the same"),
                        List.of("generators", Amounts.count(generator.generators()), "their recordings are merged")),
                2);
    }

    void environment(RunSummary run) {
        List<List<String>> rows = new ArrayList<>();
        run.environment().forEach((name, value) -> rows.add(List.of(name, value)));
        rows.add(List.of("seed", Long.toString(run.seed())));
        rows.add(List.of("scenario's fingerprint", run.scenario().fingerprint()));
        table(List.of("what", "value"), 1, rows, 1);
    }

    void phases(List<PhaseRun> phases) {
        table(
                List.of("phase", "from", "lasts", "load", ""),
                1,
                phases.stream()
                        .map(phase -> List.of(
                                phase.name(),
                                Amounts.seconds(phase.startSeconds()),
                                Amounts.seconds(phase.lengthSeconds()),
                                phase.load(),
                                Stream.of(
                                                phase.warmup() ? "warm-up, not counted" : "",
                                                phase.closedLoop() ? "closed" : "")
                                        .filter(word -> !word.isEmpty())
                                        .collect(Collectors.joining(", "))))
                        .toList(),
                3,
                4);
    }

    void curve(List<CurvePoint> curve) {
        table(
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
        table(
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
        table(heads, 1, timeline.stream().map(moment -> cells(moment, errors)).toList());
    }

    private static List<String> cells(Moment moment, List<Outcome> errors) {
        List<String> cells = new ArrayList<>(List.of(
                Amounts.seconds(moment.offsetSeconds()),
                moment.askedPerSecond().map(Amounts::rate).orElse("–"),
                Amounts.rate(moment.requestsPerSecond()),
                Amounts.rate(moment.succeededPerSecond()),
                millis(moment.latency(), Spread::p50Millis),
                millis(moment.latency(), Spread::p99Millis),
                millis(moment.latency(), Spread::maxMillis)));
        errors.forEach(outcome -> cells.add(Amounts.count(moment.outcomes().getOrDefault(outcome.name(), 0L))));
        return cells;
    }

    void briefs(List<Moment> timeline, Function<Moment, SortedMap<String, Brief>> of) {
        TreeSet<String> names = new TreeSet<>();
        timeline.forEach(moment -> names.addAll(of.apply(moment).keySet()));
        List<String> heads = new ArrayList<>(List.of("from"));
        names.forEach(name -> heads.addAll(List.of(name + " p99", name + " errors")));
        table(
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
        table(
                List.of("at", name),
                1,
                points.stream()
                        .map(point ->
                                List.of(Amounts.seconds(point.offsetSeconds()), Amounts.gauge(name, point.value())))
                        .toList());
    }

    /**
     * @param names how many columns at the start name the row
     * @param words columns that hold words, so that they are set from the left and may wrap
     */
    void table(List<String> heads, int names, List<List<String>> rows, Integer... words) {
        List<Integer> wordy = new ArrayList<>(List.of(words));
        int outcomes = heads.indexOf("how requests ended");
        if (outcomes >= 0) {
            wordy.add(outcomes);
        }
        start(heads, names);
        for (List<String> row : rows) {
            out.open("tr");
            for (int column = 0; column < row.size(); column++) {
                if (column < names) {
                    out.element("th", row.get(column), "scope", "row");
                } else if (wordy.contains(column)) {
                    out.element("td", row.get(column), "class", "words");
                } else {
                    out.element("td", row.get(column));
                }
            }
            out.close();
        }
        end();
    }

    private void start(List<String> heads, int names) {
        // It scrolls sideways on a phone; to be reached by keyboard it takes the focus.
        out.open("div", "class", "scroll", "tabindex", "0");
        out.open("table").open("thead").open("tr");
        for (int column = 0; column < heads.size(); column++) {
            if (heads.get(column).isEmpty()) {
                out.open("td").close();
            } else {
                out.element("th", heads.get(column), "scope", "col", "class", column < names ? "name" : "value");
            }
        }
        out.close().close().open("tbody");
    }

    private void end() {
        out.close().close().close();
    }
}
