package dev.cellmesh.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.run.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LoadCommandTest {
    private static final String HOME = "cellmesh.load.home";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void setHome() {
        System.setProperty(HOME, ".");
    }

    @AfterEach
    void clearHome() {
        System.clearProperty(HOME);
    }

    private int load(String... arguments) {
        CommandLine line = LoadCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    static Stream<String> shipped() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
            return files.map(ScenarioFiles::nameOf).sorted().toList().stream();
        }
    }

    @Test
    void everyShippedScenarioIsListed() throws Exception {
        assertThat(load("list")).isEqualTo(ExitCode.PASS);
        String listed = out.toString();
        assertThat(shipped()).allSatisfy(name -> assertThat(listed).contains(name));
        assertThat(listed).contains("overhead").doesNotContain("cannot be read");
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedScenarioIsValidWithItsSettings(String name) {
        assertThat(load("validate", name)).as(err.toString()).isEqualTo(ExitCode.PASS);
    }

    @Test
    void whatIsWrongIsToldWithItsPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "name: x\npurpose: y\nnonsense: 1\n");
        assertThat(load("validate", file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(file + ":3:1: ");
        assertThat(load("run", file.toString())).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aSettingThatAKindDoesNotHaveIsRefused() throws Exception {
        String steady = Files.readString(Path.of("scenarios/steady.yaml"))
                .replace("kind: payments.transfer,", "kind: payments.transfer, with: {nonsense: 1},");
        Path file = Files.writeString(folder.resolve("bad.yaml"), steady);
        assertThat(load("validate", file.toString())).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "run no-such-scenario",
                "run steady --scale 0",
                "run steady --scale x",
                "run steady --no-such-option",
                "export steady",
                "agent --listen 0.0.0.0:0",
                "no-such-command"
            })
    void wrongUseIsToldAsSuch(String arguments) {
        assertThat(load(arguments.split(" "))).as(arguments).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isNotBlank();
    }

    @Test
    void whereNoMeshAnswersNothingIsSent() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(load("run", "steady", "--mesh", "http://127.0.0.1:" + port, "--out", folder.toString()))
                .isEqualTo(ExitCode.TARGET);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anExportGoesToAFile() throws Exception {
        Path file = folder.resolve("steady.hf.yaml");
        assertThat(load(
                        "export",
                        "--hyperfoil",
                        "steady",
                        "--edge",
                        "us-east1=http://127.0.0.1:8080",
                        "-o",
                        file.toString()))
                .isEqualTo(ExitCode.PASS);
        assertThat(Files.readAllLines(file)).contains("name: steady");
        assertThat(Arrays.asList(folder.toFile().list())).containsExactly("steady.hf.yaml");
    }
}
