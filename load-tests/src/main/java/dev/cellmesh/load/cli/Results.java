package dev.cellmesh.load.cli;

import dev.cellmesh.load.record.Hlog;
import dev.cellmesh.load.report.HtmlReport;
import dev.cellmesh.load.report.JsonReport;
import dev.cellmesh.load.report.Terminal;
import dev.cellmesh.load.report.TerminalReport;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.ScenarioRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where do a run's files go, and which are they? */
final class Results {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Path wanted;
    private final String name;

    /** @param wanted by the person; null for a new folder of the run's name and moment */
    Results(Path wanted, String name) {
        this.wanted = wanted;
        this.name = name;
    }

    void write(RunResult result, ScenarioRun run, PrintWriter words) throws IOException {
        String moment = MOMENT.format(result.startedAt().atZone(ZoneId.systemDefault()));
        Path folder = wanted != null ? wanted : ScenarioFiles.home().resolve("results/" + name + '-' + moment);
        Path histories = Files.createDirectories(folder.resolve("histories"));
        JsonReport.write(result, folder.resolve("run.json"));
        Hlog.write(folder, result.recording(), result.startedAt());
        run.writeHistories(histories);
        HtmlReport.write(result, folder.resolve("report.html"));
        words.flush();
        new TerminalReport(System.out, Terminal.ofStandardOutput()).finish(result, folder);
    }
}
