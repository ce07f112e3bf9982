package dev.cellmesh.load.report;

import dev.cellmesh.load.report.RunSummary.Figures;
import dev.cellmesh.load.report.RunSummary.Found;
import dev.cellmesh.load.report.RunSummary.Judged;
import dev.cellmesh.load.report.RunSummary.PhaseRun;
import dev.cellmesh.load.report.RunSummary.Spread;
import dev.cellmesh.load.report.chart.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which tables does a page have? */
final class HtmlTables {
    private final Markup out;
    private final HtmlTable table;

    HtmlTables(Markup out) {
        this.out = out;
        this.table = new HtmlTable(out);
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
        table.of(heads, names, rows.stream().map(row -> cells(row, stale)).toList());
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
        table.start(List.of("", "SLO", "of", "limit", "seen", ""), 3);
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
        table.end();
    }

    void findings(List<Found> findings) {
        if (findings.isEmpty()) {
            out.element("p", "The scenario asks for no check.", "class", "what");
            return;
        }
        table.start(List.of("", "check", "operations judged", "violations", ""), 2);
        for (Found found : findings) {
            out.open("tr", "class", found.holds() ? "holds" : "broken");
            out.element("td", Wording.state(found), "class", "state");
            out.element("th", found.check(), "scope", "row");
            out.element("td", Amounts.count(found.checked()));
            out.element("td", Amounts.count(found.violationCount()));
            out.element("td", found.note(), "class", "words");
            out.close();
        }
        table.end();
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
            table.of(List.of("mark", "at", "what", ""), 1, rows, 2, 3);
        }
    }

    void generator(RunSummary run) {
        RunSummary.Generator generator = run.generator();
        table.of(
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
        table.of(List.of("what", "value"), 1, rows, 1);
    }

    void phases(List<PhaseRun> phases) {
        table.of(
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
}
