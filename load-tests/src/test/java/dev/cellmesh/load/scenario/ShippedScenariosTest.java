package dev.cellmesh.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Can every shipped scenario be read, and does it say what it is for and what must hold? */
class ShippedScenariosTest {
    private static final Path FOLDER = Path.of("scenarios");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void itIsWhole(Path file) throws ScenarioException {
        Scenario scenario = ScenarioReader.read(file);

        assertThat(file).hasFileName(scenario.name() + ".yaml");
        assertThat(scenario.purpose()).endsWith(".").hasSizeGreaterThan(40);
        assertThat(scenario.thresholds()).isNotEmpty();
        assertThat(scenario.checks()).isNotEmpty();
        assertThat(scenario.target().mesh()).isPresent();
        assertThat(scenario.groups())
                .as("tenants are the scenario's own, so that two scenarios do not meet")
                .allMatch(Scenario.TenantGroup::make);
        scenario.faults().forEach(fault -> assertThat(fault.lasts()).isPresent());
    }

    @Test
    void allThatTheIssueNamesAreThere() throws IOException {
        assertThat(files().map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder(
                        "steady.yaml",
                        "read-heavy.yaml",
                        "hot-tenant.yaml",
                        "noisy-neighbour.yaml",
                        "retry-storm.yaml",
                        "region-loss.yaml",
                        "brownout.yaml",
                        "cell-kill.yaml",
                        "replay-after-failover.yaml",
                        "soak.yaml");
    }
}
