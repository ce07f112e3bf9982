package dev.cellmesh.load.report;

import dev.cellmesh.load.run.RunResult;
import java.io.PrintStream;
import java.nio.file.Path;

/** What does a person at the terminal see of a run, while it goes on and at its end? */
public final class TerminalReport {
    private final PrintStream out;
    private final Terminal terminal;

    public TerminalReport(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** @param folder where the files are */
    public void finish(RunResult result, Path folder) {
        out.println(result.scenario().name() + " " + folder + terminal.width());
    }
}
