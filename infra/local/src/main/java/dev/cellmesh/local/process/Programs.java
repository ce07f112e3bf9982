package dev.cellmesh.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which programs of the machine does the local mesh call, and how? */
public final class Programs {
    private static final long SIGNAL_MILLIS = 5_000;

    private Programs() {}

    /**
     * The words to put before a command so that Ctrl-C in a terminal does not reach it: the launcher stops things in
     * its own order. The started process keeps the pid of the Java process object. Empty where there is no setsid.
     */
    public static List<String> detached() {
        return onPath("setsid") ? List.of("setsid") : List.of();
    }

    /**
     * The words to put before a command so that it runs when nobody else wants to ({@code SCHED_IDLE}, sched(7)); merely with the
     * least priority, or like all others, where these programs are missing.
     */
    public static List<String> behindOthers() {
        if (onPath("chrt")) {
            return List.of("chrt", "--idle", "0");
        }
        return onPath("nice") ? List.of("nice", "-n", "19") : List.of();
    }

    public static boolean onPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** Returns when the file system that holds {@code folder} is on disk; does nothing where there is no such program. */
    public static void writeToDisk(Path folder) throws IOException, InterruptedException {
        if (!onPath("sync")) {
            return;
        }
        Process sync = new ProcessBuilder("sync", "-f", folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            sync.waitFor();
        } finally {
            sync.destroyForcibly();
        }
    }

    /** Sends a signal that {@link ProcessHandle} has no method for; a process that is gone already is no error. */
    public static void signal(long pid, ProcessReaper.Signal signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + pid)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(SIGNAL_MILLIS, TimeUnit.MILLISECONDS)) {
            kill.destroyForcibly();
            throw new IOException("kill did not end");
        }
    }
}
