package dev.cellmesh.load.selftest;

import dev.cellmesh.load.check.CheckerSelfTest;
import dev.cellmesh.load.run.Environment;
import dev.cellmesh.load.run.ExitCode;
import dev.cellmesh.load.run.ScenarioRun;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Can the harness be trusted? About two minutes; prints a table. */
public final class SelfTest {
    private static final long SEED = 20_261_121;

    private SelfTest() {}

    /**
     * Blocks.
     *
     * @param doing told what is being done, for the person who waits
     * @return {@link ExitCode#PASS}, or {@link ExitCode#ERROR} when a goal was missed
     */
    public static int run(PrintStream out, Consumer<String> doing) throws IOException {
        GeneratorRows generator = new GeneratorRows(doing);
        printEnvironment(out, generator.cores());
        List<SelfTestRow> rows = new ArrayList<>(generator.rows());
        doing.accept("checkers");
        rows.addAll(CheckerSelfTest.rows(SEED));
        print(out, rows);
        return rows.stream().allMatch(SelfTestRow::ok) ? ExitCode.PASS : ExitCode.ERROR;
    }

    private static void printEnvironment(PrintStream out, String cores) {
        Vertx vertx = ScenarioRun.vertx();
        Environment.ofProcess(vertx).forEach((name, value) -> out.printf("%-12s%s%n", name, value));
        vertx.close().await();
        out.printf("%-12s%s%n%n", "processes", cores);
    }

    static void print(PrintStream out, List<SelfTestRow> rows) {
        int what = width(rows.stream().map(SelfTestRow::what).toList(), "what");
        int goal = width(rows.stream().map(SelfTestRow::goal).toList(), "figure");
        String line = "%-" + what + "s | %-" + goal + "s | %-4s | %s%n";
        out.printf(line, "what", "figure", "ok", "seen");
        out.println("-".repeat(what) + "-+-" + "-".repeat(goal) + "-+------+-" + "-".repeat(20));
        rows.forEach(row -> out.printf(line, row.what(), row.goal(), row.ok() ? "yes" : "NO", row.seen()));
        out.println();
        out.println(
                "Why the closed loop reads less: a user who waits sends nothing, so in the stalled second each user met the");
        out.println(
                "stall once, and the requests that would have come meanwhile were never sent, and so never measured. The open");
        out.println("model sends them at their times, and counts each from its time on (coordinated omission).");
    }

    private static int width(List<String> texts, String head) {
        return Math.max(
                head.length(), texts.stream().mapToInt(String::length).max().orElse(0));
    }
}
