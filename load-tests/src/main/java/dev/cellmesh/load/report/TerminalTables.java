package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.report.RunSummary.Figures;
import dev.cellmesh.load.report.RunSummary.Found;
import dev.cellmesh.load.report.RunSummary.Generator;
import dev.cellmesh.load.report.RunSummary.Judged;
import dev.cellmesh.load.report.RunSummary.Marked;
import dev.cellmesh.load.report.RunSummary.Spread;
import dev.cellmesh.load.report.TextTable.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/** Which tables does a terminal show of a run? */
final class TerminalTables {
    private static final String NONE = "-";

    private TerminalTables() {}

    /** Milliseconds throughout, so that a column can be read down. */
    static TextTable latency(RunSummary run) {
        TextTable table = new TextTable()
                .words("")
                .numbers("requests", "per s", "p50", "p90", "p99", "p99.9", "max", "svc\np50", "svc\np99", "errors");
        rows(
                run,
                table,
                (name, row) -> table.row(
                        Cell.of(name),
                        Cell.of(Amounts.count(row.requests())),
                        Cell.of(Amounts.digits(row.requestsPerSecond())),
                        millis(row.latency(), Spread::p50Millis),
                        millis(row.latency(), Spread::p90Millis),
                        millis(row.latency(), Spread::p99Millis),
                        millis(row.latency(), Spread::p999Millis),
                        millis(row.latency(), Spread::maxMillis),
                        millis(row.service(), Spread::p50Millis),
                        millis(row.service(), Spread::p99Millis),
                        Cell.of(Amounts.share(row.errorShare()))));
        return table;
    }

    static TextTable outcomes(RunSummary run) {
        List<Outcome> seen = Arrays.stream(Outcome.values())
                .filter(outcome -> run.outcomes().containsKey(outcome.name()))
                .toList();
        TextTable table = new TextTable()
                .words("")
                .numbers(seen.stream()
                        .map(outcome -> Wording.of(outcome).replace(" (", "\n("))
                        .toArray(String[]::new));
        rows(run, table, (name, row) -> {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(name)));
            seen.forEach(outcome ->
                    cells.add(Cell.of(Amounts.count(row.outcomes().getOrDefault(outcome.name(), 0L)))));
            table.row(cells);
        });
        return table;
    }

    private static void rows(RunSummary run, TextTable table, BiConsumer<String, Figures> row) {
        row.accept("all", run.all());
        table.heading("by operation");
        run.operations().forEach(figures -> row.accept(figures.operation().orElse(NONE), figures));
        table.heading("by tenant group");
        run.groups().forEach(figures -> row.accept(figures.group().orElse(NONE), figures));
        table.heading("by region");
        run.regions().forEach(figures -> row.accept(figures.region().orElse(NONE), figures));
    }

    static TextTable generator(Generator generator) {
        return new TextTable()
                .numbers("intended", "late\n(> 1 ms)", "dropped", "waited for\nconnection")
                .numbers("lag p50\nms", "lag p99.9\nms", "lag max\nms", "generators")
                .row(
                        Cell.of(Amounts.count(generator.intended())),
                        Cell.of(Amounts.count(generator.late())),
                        new Cell(Amounts.count(generator.dropped()), generator.dropped() > 0 ? Ink.BAD : Ink.PLAIN),
                        Cell.of(Amounts.count(generator.waitedForConnection())),
                        millis(generator.lag(), Spread::p50Millis),
                        millis(generator.lag(), Spread::p999Millis),
                        millis(generator.lag(), Spread::maxMillis),
                        Cell.of(Amounts.count(generator.generators())));
    }

    static TextTable verdicts(List<Judged> verdicts) {
        TextTable table =
                new TextTable().words("SLO", "", "of").numbers("limit", "seen").words("");
        for (Judged verdict : verdicts) {
            String scope = Judging.scope(verdict);
            table.row(
                    Cell.of(verdict.text()),
                    state(verdict.holds(), "BREACHED"),
                    Cell.of(scope.isEmpty() ? "all" : scope),
                    Cell.of(Judging.amount(verdict.unit(), verdict.limit())),
                    Cell.of(verdict.seen()
                            .map(seen -> Judging.amount(verdict.unit(), seen))
                            .orElse("nothing")),
                    Cell.of(verdict.detail()));
        }
        return table;
    }

    static TextTable findings(List<Found> findings) {
        TextTable table = new TextTable()
                .words("check", "")
                .numbers("checked", "violations")
                .words("");
        for (Found found : findings) {
            table.row(
                    Cell.of(found.check()),
                    state(found.holds(), found.violationCount() > 0 ? "VIOLATED" : "UNCHECKED"),
                    Cell.of(Amounts.count(found.checked())),
                    Cell.of(Amounts.count(found.violationCount())),
                    Cell.of(found.note()));
        }
        return table;
    }

    static TextTable faults(List<Marked> faults) {
        TextTable table = new TextTable().numbers("at").words("", "what");
        faults.forEach(mark -> table.row(
                Cell.of(Amounts.seconds(mark.offsetSeconds())),
                state(!mark.failed(), "REFUSED"),
                Cell.of(mark.text())));
        return table;
    }

    private static Cell state(boolean holds, String otherwise) {
        return holds ? Cell.of("ok") : new Cell(otherwise, Ink.BAD);
    }

    private static Cell millis(Optional<Spread> spread, ToDoubleFunction<Spread> of) {
        return Cell.of(spread.map(is -> Amounts.digits(of.applyAsDouble(is))).orElse(NONE));
    }
}
