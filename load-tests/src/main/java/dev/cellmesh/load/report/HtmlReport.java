package dev.cellmesh.load.report;

import dev.cellmesh.load.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be seen of a run? One file that needs nothing else. */
public final class HtmlReport {
    private HtmlReport() {}

    public static void write(RunResult result, Path file) throws IOException {
        Files.writeString(file, result.scenario().name());
    }
}
