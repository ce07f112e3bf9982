package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.fault.FaultTimeline.Mark;
import dev.cellmesh.load.record.Recording.Generator;
import dev.cellmesh.load.run.Progress.Second;
import dev.cellmesh.load.run.Progress.Stage;
import dev.cellmesh.load.run.RunResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LiveLineTest {
    private static final RunResult RUN = ExampleRun.create().result();
    private static final long SECOND = ExampleRun.SECOND;
    private static final List<Mark> BROKEN = List.of(
            new Mark(SECOND, "kill us-east1-c02", false),
            new Mark(2 * SECOND, "kill europe-west1", false),
            new Mark(3 * SECOND, "healed: kill us-east1-c02", false));

    private final StringWriter out = new StringWriter();

    private LiveLine line(boolean live, int width, boolean colour) {
        return new LiveLine(new PrintWriter(out), new Terminal(live, width, colour), RUN.scenario(), Runnable::run);
    }

    private static Second second(long number, long dropped, List<Mark> marks) {
        return new Second(
                number * SECOND + 1_000_000,
                60 * SECOND,
                RUN.recording().timeline().getOrDefault((number - 1) * SECOND, java.util.Map.of()),
                SECOND,
                new Generator(1_000, 4, dropped, 0, 1),
                7,
                marks);
    }

    private List<String> drawn() {
        return Arrays.asList(out.toString().split("\r", -1));
    }

    @Test
    void onATerminalEachSecondIsDrawnOverTheOneBefore() {
        LiveLine line = line(true, 200, false);
        line.stage(Stage.RUNNING);
        line.second(second(18, 0, List.of()));
        line.second(second(24, 3, BROKEN));
        assertThat(out.toString()).doesNotContain("\n").doesNotContain("\u001b");
        assertThat(drawn()).hasSize(4);
        String before = drawn().get(2);
        String after = drawn().get(3);
        assertThat(before).contains("running", "0:42 left", "600 of 600/s", "errors 2", "late 4", "dropped 0");
        assertThat(after)
                .contains("0:36 left", "dropped 3", "kill europe-west1")
                .doesNotContain("us-east1-c02");
    }

    @Test
    void aShorterLineWipesOutTheLongerOne() {
        LiveLine line = line(true, 120, false);
        line.stage(Stage.RUNNING);
        line.second(second(24, 3, BROKEN));
        int longest = drawn().getLast().length();
        line.stage(Stage.DRAINING);
        assertThat(drawn().getLast()).hasSize(longest).startsWith("draining ");
        line.close();
        assertThat(out.toString()).endsWith("\r");
        assertThat(drawn().get(drawn().size() - 2)).isBlank();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 120})
    void theLineNeverReachesTheLastColumn(int width) {
        LiveLine line = line(true, width, false);
        line.stage(Stage.RUNNING);
        line.second(second(24, 3, BROKEN));
        line.second(second(25, 0, List.of()));
        assertThat(drawn()).allMatch(text -> text.length() < width);
        assertThat(drawn().get(2)).startsWith("running");
    }

    @Test
    void whatMattersMostIsShownWhereThereIsLittleRoom() {
        LiveLine line = line(true, 60, false);
        line.stage(Stage.RUNNING);
        line.second(second(24, 3, BROKEN));
        assertThat(drawn().getLast()).contains("dropped 3").doesNotContain("p50");
    }

    @Test
    void elsewhereALineIsPrintedEachTenSecondsAndStage() {
        LiveLine line = line(false, 100, false);
        line.stage(Stage.RUNNING);
        for (int number = 1; number <= 35; number++) {
            line.second(second(number, 0, BROKEN));
        }
        line.stage(Stage.DRAINING);
        line.close();
        assertThat(out.toString()).doesNotContain("\r").doesNotContain("\u001b");
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).contains("0:50 left");
        assertThat(lines.get(3)).contains("0:30 left", "p50", "p99", "kill europe-west1");
    }

    @Test
    void colourIsForWhatIsWrong() {
        LiveLine line = line(true, 200, true);
        line.stage(Stage.RUNNING);
        line.second(second(18, 0, List.of()));
        assertThat(drawn().getLast()).contains("\u001b[33mlate 4\u001b[0m", "  dropped 0");
        line.second(second(24, 3, List.of()));
        assertThat(drawn().getLast()).contains("\u001b[1;31mdropped 3\u001b[0m");
    }

    @Test
    void aClosedLoopAsksForNoRate() {
        LiveLine line = new LiveLine(
                new PrintWriter(out),
                new Terminal(true, 200, false),
                ExampleRun.create().closedLoop().result().scenario(),
                Runnable::run);
        line.stage(Stage.RUNNING);
        line.second(second(18, 0, List.of()));
        assertThat(drawn().getLast()).contains("closed loop").doesNotContain(" of ");
    }

    @Test
    void aLongerIntervalDoesNotLookLikeAHigherRate() {
        LiveLine line = line(true, 200, false);
        line.stage(Stage.RUNNING);
        Second one = second(18, 0, List.of());
        line.second(new Second(
                one.offsetNanos(),
                one.durationNanos(),
                one.lastInterval(),
                2 * SECOND,
                one.soFar(),
                one.underWay(),
                one.marks()));
        assertThat(drawn().getLast()).contains("300 of 600/s");
    }

    @Test
    void aTerminalThatStoodStillGetsTheNewestSecondOnly() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        LiveLine line =
                new LiveLine(new PrintWriter(out), new Terminal(true, 200, false), RUN.scenario(), waiting::add);
        line.stage(Stage.RUNNING);
        for (int number = 1; number <= 18; number++) {
            line.second(second(number, 0, List.of()));
        }
        assertThat(waiting).hasSize(2);
        waiting.forEach(Runnable::run);
        assertThat(drawn().getLast()).contains("0:42 left");
    }
}
