package dev.cellmesh.load.cli;

import dev.cellmesh.load.run.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** What is happening? A word for each stage. */
final class LiveWords implements Progress {
    private final PrintWriter out;

    LiveWords(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void second(Second second) {
        // Replaced by the live line of the report.
    }

    @Override
    public void stage(Stage stage) {
        out.println(stage.name().toLowerCase(Locale.ROOT) + " ...");
        out.flush();
    }
}
