package dev.cellmesh.load.report;

import dev.cellmesh.load.report.RunSummary.Found;
import dev.cellmesh.load.report.RunSummary.PhaseRun;
import dev.cellmesh.load.run.ExitCode;
import dev.cellmesh.load.run.RunResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What does a person at the terminal see of a run at its end? Only characters that every terminal has; the last line is the
 * verdict.
 */
public final class TerminalReport {
    /** All that were kept are in {@code run.json}. */
    private static final int VIOLATIONS_MAX = 5;

    /** Nothing is shown over time here, and summing it up is most of the work. */
    private static final int MOMENTS_NEEDED = 1;

    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final RunSummary run;
    private final List<String> lines = new ArrayList<>();

    private TerminalReport(Terminal terminal, RunSummary run) {
        this.terminal = terminal;
        this.run = run;
    }

    /** @param folder where the files are */
    public static void write(RunResult result, Path folder, Terminal terminal, PrintWriter out) {
        lines(Summing.up(result, MOMENTS_NEEDED), folder, terminal).forEach(out::println);
        out.flush();
    }

    static List<String> lines(RunSummary run, Path folder, Terminal terminal) {
        TerminalReport report = new TerminalReport(terminal, run);
        report.head();
        report.figures();
        report.table("Generator", TerminalTables.generator(run.generator()));
        report.verdicts();
        report.findings();
        report.faults();
        report.files(folder);
        report.end();
        return report.lines;
    }

    private void head() {
        lines.add("");
        paragraph("", run.scenario().name() + ": " + run.scenario().purpose());
        paragraph(
                "",
                "Started "
                        + run.startedAt()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString()
                                .replace('T', ' ')
                                .replace("Z", " UTC")
                        + ", "
                        + Amounts.seconds(run.scenario().lengthSeconds()) + " planned, "
                        + Amounts.seconds(run.measuredSeconds()) + " measured without warm-up. Seed " + run.seed()
                        + ".");
        List<String> closed = run.scenario().phases().stream()
                .filter(PhaseRun::closedLoop)
                .map(PhaseRun::name)
                .toList();
        if (!closed.isEmpty()) {
            lines.add("");
            lines.add(Ink.WARNING.paint("CLOSED LOOP", terminal.colour()));
            paragraph(INDENT, "Phases: " + String.join(", ", closed) + ". " + Wording.CLOSED_LOOP);
        }
    }

    private void figures() {
        if (run.all().requests() == 0) {
            title("Latency");
            lines.add(INDENT + Ink.BAD.paint("No request was measured.", terminal.colour()));
            return;
        }
        table(
                "Latency in ms from the intended start; service time (svc) in ms from the sending",
                TerminalTables.latency(run));
        table("How requests ended", TerminalTables.outcomes(run));
    }

    private void verdicts() {
        if (run.verdicts().isEmpty()) {
            title("SLOs");
            lines.add(INDENT + "The scenario sets none.");
        } else {
            table("SLOs", TerminalTables.verdicts(run.verdicts()));
        }
    }

    private void findings() {
        if (run.findings().isEmpty()) {
            title("Correctness");
            lines.add(INDENT + "The scenario asks for no check.");
            return;
        }
        table("Correctness", TerminalTables.findings(run.findings()));
        for (Found found : run.findings()) {
            List<String> shown =
                    found.violations().stream().limit(VIOLATIONS_MAX).toList();
            for (int at = 0; at < shown.size(); at++) {
                paragraph(INDENT + found.check() + " " + (at + 1) + ": ", shown.get(at));
            }
            if (found.violationCount() > shown.size()) {
                paragraph(
                        INDENT,
                        Amounts.count(found.violationCount() - shown.size()) + " more violations of " + found.check()
                                + ", the first of them in run.json");
            }
        }
    }

    private void faults() {
        if (!run.faults().isEmpty()) {
            table("Faults", TerminalTables.faults(run.faults()));
        } else if (!run.scenario().plannedFaults().isEmpty()) {
            title("Faults");
            lines.add(INDENT + "None of the planned ones was done.");
        }
    }

    private void files(Path folder) {
        title("Files");
        // In one piece, however long: it is there to be copied.
        lines.add(INDENT + folder);
        paragraph(INDENT, "report.html for people, run.json for scripts, *.hlog for HdrHistogram's tools, histories/");
    }

    private void end() {
        lines.add("");
        Wording.reasons(run).forEach(reason -> paragraph("- ", reason));
        Ink ink = run.exitCode() == ExitCode.PASS ? Ink.GOOD : Ink.BAD;
        String word = Wording.word(run).toUpperCase(Locale.ROOT);
        lines.add(ink.paint(word, terminal.colour()) + " (exit code " + run.exitCode() + ")");
    }

    private void title(String title) {
        lines.add("");
        lines.addAll(Lines.wrap(title, terminal.width()));
    }

    private void table(String title, TextTable table) {
        title(title);
        int room = terminal.width() - INDENT.length();
        table.lines(room, terminal.colour()).forEach(line -> lines.add(line.isEmpty() ? "" : INDENT + line));
    }

    private void paragraph(String first, String text) {
        lines.addAll(Lines.paragraph(first, text, terminal.width()));
    }
}
