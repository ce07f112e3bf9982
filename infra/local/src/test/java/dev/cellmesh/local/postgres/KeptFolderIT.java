package dev.cellmesh.local.postgres;

import static dev.cellmesh.local.postgres.Rings.ASIA;
import static dev.cellmesh.local.postgres.Rings.EU;
import static dev.cellmesh.local.postgres.Rings.US;
import static dev.cellmesh.local.postgres.Rings.await;
import static dev.cellmesh.local.postgres.Rings.execute;
import static dev.cellmesh.local.postgres.Rings.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFolderIT {
    @TempDir
    Path temporary;

    @Test
    void survivesKillOfEverything() throws Exception {
        Path folder = temporary.resolve("data");
        killTheJvmAndLeaveOrphans(folder);
        List<ProcessHandle> orphans = FolderProcesses.in(folder);
        assertThat(orphans).hasSizeGreaterThanOrEqualTo(12);
        // The copy of one standby broke off half way.
        Files.move(folder.resolve("global/europe-west1"), folder.resolve("global/europe-west1.unfinished"));

        try (ProcessReaper reaper = ProcessReaper.start()) {
            try (RingSet rings = Rings.kept(folder, reaper)) {
                rings.start();
                // Killed by then, and gone as soon as whoever inherited them has taken note.
                await(() -> orphans.stream().noneMatch(ProcessHandle::isAlive));
                PostgresRing global = rings.ring(RingId.GLOBAL);
                execute(global, "INSERT INTO item VALUES (2)");
                assertThat(value(global, EU, "SELECT count(*) FROM item")).isEqualTo("2");
                assertThat(value(global, ASIA, "SELECT count(*) FROM item")).isEqualTo("2");

                refusesASecondMesh(folder, reaper);
                FolderProcesses.in(folder).forEach(ProcessHandle::destroyForcibly);
                await(() -> FolderProcesses.in(folder).isEmpty());
            }
            refusesOthers(folder, reaper);
            try (RingSet rings = Rings.kept(folder, reaper)) {
                rings.start();
                for (Region region : Rings.REGIONS) {
                    assertThat(value(rings.ring(RingId.GLOBAL), region, "SELECT count(*) FROM item"))
                            .isEqualTo("2");
                }
            }
            assertThat(FolderProcesses.in(folder)).isEmpty();
            assertThat(folder).exists();
        }
    }

    private static void killTheJvmAndLeaveOrphans(Path folder) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // What it would remove at its end stays behind.
                        "-Djava.io.tmpdir=" + folder.getParent(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeptRings.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = jvm.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.startsWith("READY ")) {
                line = output.readLine();
            }
            assertThat(line).isNotNull();
            ProcessHandle reaper = ProcessHandle.of(Long.parseLong(line.substring("READY ".length())))
                    .orElseThrow();
            reaper.destroyForcibly();
            await(() -> !reaper.isAlive());
        } finally {
            jvm.destroyForcibly();
            jvm.waitFor();
        }
    }

    private static void refusesASecondMesh(Path folder, ProcessReaper reaper) throws Exception {
        try (RingSet second = Rings.kept(folder, reaper)) {
            assertThatThrownBy(second::start).isInstanceOf(DataFolderException.class);
        }
        assertThat(FolderProcesses.in(folder)).isNotEmpty();
    }

    private static void refusesOthers(Path folder, ProcessReaper reaper) throws Exception {
        RingSet.Options regions = Rings.options(List.of(EU, US, ASIA), Optional.of(folder), reaper);
        try (RingSet others = new RingSet(regions)) {
            assertThatThrownBy(others::start).isInstanceOf(DataFolderException.class);
        }
        Path properties = folder.resolve("rings.properties");
        String ours = Files.readString(properties);
        Files.writeString(properties, ours.replaceAll("postgres=\\d+", "postgres=9"));
        try (RingSet older = Rings.kept(folder, reaper)) {
            assertThatThrownBy(older::start).isInstanceOf(DataFolderException.class);
        }
        Files.writeString(properties, ours);
    }
}
