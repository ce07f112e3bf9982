package dev.cellmesh.load.cli;

import dev.cellmesh.load.record.Hlog;
import dev.cellmesh.load.report.HtmlReport;
import dev.cellmesh.load.report.JsonReport;
import dev.cellmesh.load.report.Terminal;
import dev.cellmesh.load.report.TerminalReport;
import dev.cellmesh.load.run.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where do a run's files go, and which are they? */
final class Results {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Path folder;

    private Results(Path folder) {
        this.folder = folder;
    }

    /** @param wanted by the person; null for a new folder of the run's name and moment */
    static Results of(Path wanted, String name) throws IOException {
        String moment = MOMENT.format(LocalDateTime.now(ZoneId.systemDefault()));
        Path folder = wanted != null ? wanted : ScenarioFiles.home().resolve("results/" + name + '-' + moment);
        return new Results(Files.createDirectories(folder));
    }

    Path folder() {
        return folder;
    }

    Path histories() {
        return folder.resolve("histories");
    }

    void write(RunResult result, PrintWriter words) throws IOException {
        words.flush();
        JsonReport.write(result, folder.resolve("run.json"));
        Hlog.write(folder, result.recording(), result.startedAt());
        HtmlReport.write(result, folder.resolve("report.html"));
    }

    void show(RunResult result, Terminal terminal, PrintWriter words) {
        TerminalReport.write(result, folder, terminal, words);
    }
}
