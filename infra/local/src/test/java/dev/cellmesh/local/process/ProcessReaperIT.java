package dev.cellmesh.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessReaperIT {
    private static final long BOUND_SECONDS = 20;

    @TempDir
    Path temporary;

    @Test
    void endsWhatWasRegisteredWhenTheJvmIsKilled() throws Exception {
        Path marked = Files.createDirectory(temporary.resolve("with space"));
        Files.createFile(marked.resolve(ProcessReaper.TEMPORARY_MARKER));
        Path unmarked = Files.createDirectory(temporary.resolve("unmarked"));
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReapedProcesses.class.getName(),
                        marked.toString(),
                        unmarked.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> children = new ArrayList<>();
        try (BufferedReader output = jvm.inputReader()) {
            for (String pid : output.readLine().substring("READY ".length()).split(" ", -1)) {
                children.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
            }
            jvm.destroyForcibly();
            ProcessHandle reaper = children.removeLast();
            ProcessHandle forgotten = children.removeLast();
            for (ProcessHandle child : children) {
                child.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
            }
            reaper.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
            assertThat(forgotten.isAlive()).isTrue();
            assertThat(marked).doesNotExist();
            assertThat(unmarked).exists();
            forgotten.destroyForcibly();
        } finally {
            jvm.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void leavesEverythingAloneAtAnOrderlyEnd() throws Exception {
        Process child = new ProcessBuilder("sleep", "600").start();
        ProcessHandle shell;
        try (ProcessReaper reaper = ProcessReaper.start()) {
            shell = ProcessHandle.of(reaper.pid()).orElseThrow();
            reaper.register(child.pid(), ProcessReaper.Signal.KILL);
        }
        shell.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isTrue();
        child.destroyForcibly();
    }

    @Test
    void startsAgainWhenItWasKilledItself() throws Exception {
        try (ProcessReaper reaper = ProcessReaper.start()) {
            ProcessHandle first = ProcessHandle.of(reaper.pid()).orElseThrow();
            first.destroyForcibly();
            first.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
            Process child = new ProcessBuilder("sleep", "600").start();
            reaper.register(child.pid(), ProcessReaper.Signal.KILL);
            assertThat(reaper.pid()).isNotEqualTo(first.pid());
            child.destroyForcibly();
        }
    }
}
