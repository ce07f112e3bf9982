package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {
    @Test
    void aPageIsWritten() throws Exception {
        Path folder = Path.of(System.getProperty("report.out", "target/example-report"));
        Files.createDirectories(folder);
        HtmlReport.write(ExampleRun.create().result(), folder.resolve("report.html"));
        HtmlReport.write(ExampleRun.create().closedLoop().calm().result(), folder.resolve("closed.html"));
        JsonReport.write(ExampleRun.create().result(), folder.resolve("run.json"));
        assertThat(folder.resolve("report.html")).exists();
    }
}
