package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.run.RunResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalReportTest {
    private static final RunResult LOSSY =
            ExampleRun.create().seconds(30).perSecond(200).result();
    private static final RunResult CLOSED =
            ExampleRun.create().closedLoop().seconds(10).perSecond(20).result();
    private static final RunResult CALM =
            ExampleRun.create().calm().seconds(10).perSecond(20).result();
    private static final Path FOLDER = Path.of("results/region-loss-1");

    private static List<String> lines(RunResult result, int width, boolean colour) {
        return TerminalReport.lines(Summing.up(result, 1), FOLDER, new Terminal(colour, width, colour));
    }

    private static List<String> startingWith(List<String> lines, String word) {
        return lines.stream().filter(line -> line.strip().startsWith(word)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void everyLineFits(int width) {
        assertThat(lines(LOSSY, width, false)).allMatch(line -> line.length() <= width && !line.endsWith(" "));
        assertThat(lines(CLOSED, width, false)).allMatch(line -> line.length() <= width);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void everyOperationGroupAndRegionHasItsRows(int width) {
        List<String> lines = lines(LOSSY, width, false);
        for (List<String> names : List.of(ExampleRun.OPERATIONS, ExampleRun.GROUPS, ExampleRun.REGIONS)) {
            // One with its latency, one with its outcomes; more when a table is too wide.
            assertThat(names)
                    .allSatisfy(
                            name -> assertThat(startingWith(lines, name + " ")).hasSizeGreaterThanOrEqualTo(2));
        }
    }

    @Test
    void aWideTableHasAllItsColumnsInOneRow() {
        RunSummary run = Summing.up(LOSSY, 1);
        List<String> lines = lines(LOSSY, 80, false);
        RunSummary.Figures transfer = run.operations().get(1);
        String row = startingWith(lines, "transfer ").getFirst();
        assertThat(row.strip().split(" +"))
                .startsWith("transfer", Amounts.count(transfer.requests()))
                .contains(
                        Amounts.digits(transfer.latency().orElseThrow().p50Millis()),
                        Amounts.digits(transfer.latency().orElseThrow().p90Millis()),
                        Amounts.digits(transfer.latency().orElseThrow().p99Millis()),
                        Amounts.digits(transfer.latency().orElseThrow().p999Millis()),
                        Amounts.digits(transfer.latency().orElseThrow().maxMillis()),
                        Amounts.digits(transfer.service().orElseThrow().p50Millis()),
                        Amounts.digits(transfer.service().orElseThrow().p99Millis()));
        String ends = startingWith(lines, "transfer ").getLast();
        assertThat(ends.strip().split(" +"))
                .containsSequence(transfer.outcomes().values().stream()
                        .map(Amounts::count)
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void eachVerdictFindingAndFaultIsShown(int width) {
        RunSummary run = Summing.up(LOSSY, 1);
        List<String> lines = lines(LOSSY, width, false);
        String all = String.join(" ", lines).replaceAll(" +", " ");
        assertThat(lines.stream().filter(line -> line.contains("BREACHED"))).hasSize(1);
        assertThat(lines.stream().filter(line -> line.contains("VIOLATED"))).hasSize(2);
        assertThat(lines.stream().filter(line -> line.contains("REFUSED"))).hasSize(1);
        assertThat(lines.stream().filter(line -> line.matches(".* ok( .*|$)")))
                .hasSize(run.verdicts().size()
                        - 1
                        + run.findings().size()
                        - 1
                        + run.faults().size()
                        - 1);
        assertThat(run.findings())
                .allSatisfy(found ->
                        assertThat(startingWith(lines, found.check() + " ")).isNotEmpty());
        assertThat(run.findings().getFirst().violations())
                .allSatisfy(text -> assertThat(all).contains(text));
        assertThat(all).contains(Amounts.count(22_114), "results/region-loss-1", "4711");
    }

    @Test
    void theLastLineIsTheVerdictWithItsExitCode() {
        assertThat(lines(LOSSY, 80, false).getLast()).isEqualTo("VIOLATED (exit code 98)");
        assertThat(lines(CALM, 80, false).getLast()).isEqualTo("PASSED (exit code 0)");
        assertThat(lines(
                                ExampleRun.create()
                                        .calm()
                                        .abortedBecause("errors > 10%")
                                        .result(),
                                80,
                                false)
                        .getLast())
                .isEqualTo("ABORTED (exit code 99)");
        assertThat(lines(ExampleRun.withFailedMark(CALM), 80, false).getLast()).isEqualTo("FAILED (exit code 3)");
    }

    @Test
    void aClosedLoopSaysThatItIsOne() {
        assertThat(startingWith(lines(CLOSED, 80, false), "CLOSED LOOP")).hasSize(1);
        assertThat(startingWith(lines(LOSSY, 80, false), "CLOSED LOOP")).isEmpty();
    }

    @Test
    void colourChangesNothingButColour() {
        List<String> plain = lines(LOSSY, 80, false);
        List<String> coloured = lines(LOSSY, 80, true);
        assertThat(plain).noneMatch(line -> line.contains("\u001b") || line.contains("\r"));
        assertThat(coloured).anyMatch(line -> line.contains("\u001b[1;31mBREACHED\u001b[0m"));
        assertThat(coloured.stream()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                        .toList())
                .isEqualTo(plain);
    }

    @Test
    void aNameCannotSteerTheTerminal() {
        RunResult nasty = ExampleRun.create()
                .named("a\u001b[2Jb\rc", "first\nsecond \u202e third")
                .seconds(10)
                .perSecond(20)
                .result();
        assertThat(lines(nasty, 80, false))
                .allMatch(line -> line.chars().noneMatch(c -> c < ' ' || c == 0x202e || c == 0x7f));
    }

    @Test
    void itIsPrintedLineByLine() {
        StringWriter out = new StringWriter();
        TerminalReport.write(CALM, FOLDER, new Terminal(false, 80, false), new PrintWriter(out));
        assertThat(out.toString().lines().toList()).isEqualTo(lines(CALM, 80, false));
    }
}
