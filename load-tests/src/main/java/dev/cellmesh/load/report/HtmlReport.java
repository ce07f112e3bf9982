package dev.cellmesh.load.report;

import dev.cellmesh.load.report.RunSummary.Moment;
import dev.cellmesh.load.report.chart.Drawing;
import dev.cellmesh.load.report.chart.Markup;
import dev.cellmesh.load.run.ExitCode;
import dev.cellmesh.load.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What can be seen of a run? One file that needs nothing else, neither network nor script: it can be mailed, printed and
 * kept. It is well-formed XML, too.
 */
public final class HtmlReport {
    /** Steps of the timeline at most: as many as a chart has room for. */
    static final int MOMENTS_MAX = 240;

    private final RunSummary run;
    private final Markup out = new Markup();
    private final HtmlTables tables = new HtmlTables(out);
    private final HtmlChartTables numbers = new HtmlChartTables(out);

    private HtmlReport(RunSummary run) {
        this.run = run;
    }

    /** Writes, or writes over, the file. */
    public static void write(RunResult result, Path file) throws IOException {
        Files.writeString(file, page(result));
    }

    static String page(RunResult result) {
        return new HtmlReport(Summing.up(result, MOMENTS_MAX)).page();
    }

    private String page() {
        return HtmlPage.of(out, run.scenario().name() + ": " + Wording.verdict(run), () -> {
            head();
            out.open("main");
            section("verdicts", "Verdicts", this::verdicts);
            section("latency", "Latency", this::latency);
            section("time", "Over time", this::time);
            section("regions", "By region", this::regions);
            section("groups", "By tenant group", this::groups);
            section("slices", "By operation, group and region", () -> tables.figures(run.slices()));
            section("machine", "The target's machine", this::gauges);
            section("generator", "Was the generator good enough?", () -> tables.generator(run));
            section("setup", "What was run, and where", this::setup);
            section("reading", "How to read this page", () -> HtmlGuide.write(out));
            out.close();
        });
    }

    private void head() {
        String state = run.exitCode() == ExitCode.PASS ? "pass" : "fail";
        out.open("header");
        out.open("p", "class", "verdict " + state)
                .element("strong", Wording.verdict(run))
                .text(" (exit code " + run.exitCode() + ")")
                .close();
        out.element("h1", run.scenario().name());
        out.element("p", run.scenario().purpose(), "class", "purpose");
        out.element(
                "p",
                "Started " + run.startedAt().toString().replace('T', ' ').replace("Z", " UTC") + ", "
                        + Amounts.seconds(run.scenario().lengthSeconds()) + " planned, "
                        + Amounts.seconds(run.measuredSeconds()) + " measured. Seed " + run.seed() + ".",
                "class",
                "facts");
        if (run.closedLoop()) {
            out.element("p", Wording.CLOSED_LOOP, "class", "notice", "role", "note");
        }
        List<String> reasons = Wording.reasons(run);
        if (!reasons.isEmpty()) {
            out.open("ul", "class", "reasons");
            reasons.forEach(reason -> out.element("li", reason));
            out.close();
        }
        tables.tiles(run);
        out.close();
    }

    private void section(String id, String title, Runnable content) {
        out.open("section", "id", id, "aria-labelledby", id + "-title");
        out.element("h2", title, "id", id + "-title");
        content.run();
        out.close();
    }

    private void verdicts() {
        tables.verdicts(run.verdicts());
        out.element("h3", "Correctness");
        tables.findings(run.findings());
        if (!run.faults().isEmpty() || !run.scenario().plannedFaults().isEmpty()) {
            out.element("h3", "Faults");
            tables.faults(run);
        }
    }

    private void latency() {
        RunCharts charts = new RunCharts(run);
        Drawing.draw(charts.byPercentile(), out);
        twin(
                "Latency by percentile in numbers",
                () -> numbers.curve(run.curves().all()));
        out.element("h3", "By operation");
        tables.figures(run.operations());
    }

    private void time() {
        RunCharts charts = new RunCharts(run);
        if (run.timeline().size() > 1 && run.timeline().getFirst().lengthSeconds() > 1) {
            out.element(
                    "p",
                    "Steps of " + Amounts.seconds(run.timeline().getFirst().lengthSeconds()) + ".",
                    "class",
                    "what");
        }
        Drawing.draw(charts.throughput(), out);
        Drawing.draw(charts.latency(), out);
        if (charts.sawErrors()) {
            Drawing.draw(charts.errors(), out);
        } else {
            out.element("h3", "Errors over time");
            out.element("p", "There were none.", "class", "what");
        }
        twin("Throughput, latency and errors in numbers", () -> numbers.moments(run.timeline()));
    }

    private void regions() {
        RunCharts charts = new RunCharts(run);
        tables.figures(run.regions());
        Drawing.draw(
                charts.worst("regions-p99", "by region", run.curves().regions().keySet(), Moment::regions), out);
        twin("p99 by region in numbers", () -> numbers.briefs(run.timeline(), Moment::regions));
        Drawing.draw(
                charts.byPercentile(
                        "regions-percentiles", "by region", run.curves().regions()),
                out);
        twin(
                "Latency by percentile and region in numbers",
                () -> numbers.curves(run.curves().regions()));
    }

    private void groups() {
        RunCharts charts = new RunCharts(run);
        tables.figures(run.groups());
        Drawing.draw(
                charts.worst(
                        "groups-p99", "by tenant group", run.curves().groups().keySet(), Moment::groups),
                out);
        twin("p99 by tenant group in numbers", () -> numbers.briefs(run.timeline(), Moment::groups));
        Drawing.draw(
                charts.byPercentile(
                        "groups-percentiles", "by tenant group", run.curves().groups()),
                out);
        twin(
                "Latency by percentile and tenant group in numbers",
                () -> numbers.curves(run.curves().groups()));
    }

    private void gauges() {
        if (run.samples().isEmpty()) {
            out.element("p", "Nothing was read of it.", "class", "what");
            return;
        }
        RunCharts charts = new RunCharts(run);
        int number = 0;
        for (Map.Entry<String, List<RunSummary.Point>> sample : run.samples().entrySet()) {
            Drawing.draw(charts.gauge(++number, sample), out);
            twin(sample.getKey() + " in numbers", () -> numbers.gauge(sample.getKey(), sample.getValue()));
        }
    }

    private void setup() {
        tables.environment(run);
        out.element("h3", "Phases");
        tables.phases(run.scenario().phases());
    }

    /** The numbers of a picture, for those who cannot see it or want to copy them. */
    private void twin(String title, Runnable table) {
        out.open("details").element("summary", title);
        table.run();
        out.close();
    }
}
