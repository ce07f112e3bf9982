package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.load.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReportTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws Exception {
        RunResult result = ExampleRun.create()
                .seconds(30)
                .perSecond(20)
                .seed(Long.MAX_VALUE)
                .abortedBecause("errors > 10%")
                .result();
        Path file = folder.resolve("run.json");
        JsonReport.write(result, file);
        assertThat(JsonReport.read(file)).isEqualTo(Summing.up(result, JsonReport.MOMENTS_MAX));
        assertThat(Files.readString(file)).contains("\"" + Long.MAX_VALUE + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"format\": \"other\", \"formatVersion\": 1}",
                "{\"format\": \"cellmesh-load-run\", \"formatVersion\": 99}",
                "{\"format\": \"cellmesh-load-run\", \"formatVersion\": 1}"
            })
    void whatIsNoReportIsRefused(String text) throws Exception {
        Path file = folder.resolve("run.json");
        Files.writeString(file, text);
        assertThatThrownBy(() -> JsonReport.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }
}
