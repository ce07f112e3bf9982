package dev.cellmesh.local.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which PostgreSQL processes work in a folder? Each one, postmaster or backend, has its data folder as its working
 * folder, whatever {@code postmaster.pid} says and whoever started it; a reused pid does not.
 */
final class FolderProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final long POLL_MILLIS = 5;

    private FolderProcesses() {}

    /** Kills all of them and returns when they are gone. */
    static void killAll(Path folder, long patienceMillis) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        for (List<ProcessHandle> left = in(folder); !left.isEmpty(); left = in(folder)) {
            if (System.nanoTime() > end) {
                throw new IOException("PostgreSQL processes that cannot be ended use " + folder + ": " + left);
            }
            left.forEach(ProcessHandle::destroyForcibly);
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                // Nothing may be left behind: the interrupt waits until all are gone.
                killUninterrupted(folder, end);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void killUninterrupted(Path folder, long end) throws IOException {
        for (List<ProcessHandle> left = in(folder); !left.isEmpty(); left = in(folder)) {
            if (System.nanoTime() > end) {
                throw new IOException("PostgreSQL processes that cannot be ended use " + folder + ": " + left);
            }
            left.forEach(ProcessHandle::destroyForcibly);
            Thread.onSpinWait();
        }
    }

    /** Those whose working folder is {@code folder} or below it. */
    static List<ProcessHandle> in(Path folder) throws IOException {
        Path real = Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath();
        List<ProcessHandle> found = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(handle -> worksIn(real, handle.pid()))
                .forEach(found::add);
        return found;
    }

    private static boolean worksIn(Path folder, long pid) {
        Path process = PROC.resolve(Long.toString(pid));
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder)
                    && Files.readString(process.resolve("comm"), StandardCharsets.UTF_8)
                            .strip()
                            .equals("postgres");
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }
}
