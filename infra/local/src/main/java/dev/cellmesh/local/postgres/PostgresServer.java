package dev.cellmesh.local.postgres;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.local.process.ProcessReaper.Signal;
import dev.cellmesh.local.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Is one PostgreSQL server up on its data folder? Starts, stops and kills it; its process is the postmaster itself. Not
 * safe for use by many threads: the ring that owns it takes turns.
 */
final class PostgresServer {
    /** Crash recovery of the largest allowed WAL on a slow machine stays well below this. */
    private static final long START_MILLIS = 60_000;
    /** A fast shutdown waits for its standbys; one behind a stalled link would never end it. */
    private static final long ORDERLY_MILLIS = 2_000;

    private static final long IMMEDIATE_MILLIS = 2_000;
    private static final long KILLED_MILLIS = 5_000;
    private static final long POLL_MILLIS = 10;
    private static final int LOG_LINES_SHOWN = 5;
    /** The line of {@code postmaster.pid}, from 0, that tells the state. */
    private static final int STATUS_LINE = 7;
    /** The one with the key and the id of the shared memory segment. */
    private static final int SHARED_MEMORY_LINE = 6;

    private final PostgresBinaries binaries;
    private final Path data;
    private final Path log;
    private final ProcessReaper reaper;
    private Process process;

    PostgresServer(PostgresBinaries binaries, Path data, Path log, ProcessReaper reaper) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
        this.reaper = reaper;
    }

    Path log() {
        return log;
    }

    Path data() {
        return data;
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    /** The postmaster's; of the last run when it is down. */
    long pid() {
        return process.pid();
    }

    /** Returns when the server takes connections. */
    void start(String settings) throws IOException, InterruptedException {
        if (alive()) {
            throw new IllegalStateException("runs already: " + data);
        }
        Files.writeString(data.resolve("postgresql.conf"), settings);
        // What somebody once set with ALTER SYSTEM would win over the settings above.
        Files.writeString(data.resolve("postgresql.auto.conf"), "");
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        Files.deleteIfExists(log);
        process = new ProcessBuilder(binaries.command("postgres", List.of("-D", data.toString())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        reaper.register(process.pid(), Signal.QUIT);
        boolean up = false;
        try {
            awaitReady();
            up = true;
        } finally {
            if (!up) {
                kill();
            }
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (!ready()) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "PostgreSQL ended with " + process.exitValue() + " in " + data + ": " + lastWords());
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        "PostgreSQL is not ready after " + START_MILLIS + " ms in " + data + ": " + lastWords());
            }
        }
    }

    private boolean ready() throws IOException {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"), StandardCharsets.UTF_8);
            return lines.size() > STATUS_LINE
                    && lines.get(0).strip().equals(Long.toString(process.pid()))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (NoSuchFileException notYet) {
            return false;
        }
    }

    /** Ends it in order, so that the next start needs no recovery; ends it anyhow when that takes too long. */
    void stop() throws IOException, InterruptedException {
        end(Signal.INT, ORDERLY_MILLIS);
    }

    /** Ends it at once; the next start recovers. */
    void stopNow() throws IOException, InterruptedException {
        end(Signal.QUIT, IMMEDIATE_MILLIS);
    }

    private void end(Signal signal, long patienceMillis) throws IOException, InterruptedException {
        if (process == null) {
            return;
        }
        if (!alive()) {
            kill();
            return;
        }
        Programs.signal(process.pid(), signal);
        if (!process.waitFor(patienceMillis, TimeUnit.MILLISECONDS)) {
            Programs.signal(process.pid(), Signal.QUIT);
            if (!process.waitFor(IMMEDIATE_MILLIS, TimeUnit.MILLISECONDS)) {
                kill();
            }
        }
        reaper.unregister(process.pid());
    }

    /** {@code kill -9} of the server and all its processes, as a crash would. Returns when all are gone. */
    void kill() throws IOException {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        FolderProcesses.killAll(data, KILLED_MILLIS);
        awaitBuried();
        reaper.unregister(process.pid());
        releaseSharedMemory();
    }

    /** A process that has ended counts as alive until the JVM has fetched its exit code, which takes a moment on a busy machine. */
    private void awaitBuried() throws IOException {
        try {
            process.onExit().orTimeout(KILLED_MILLIS, TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw new IOException("PostgreSQL was killed and did not end in " + data, e);
        }
    }

    /** The few bytes by which servers of one folder find each other outlive a killed server, until a reboot. */
    private void releaseSharedMemory() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile) || !Programs.onPath("ipcrm")) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile, StandardCharsets.UTF_8);
        if (lines.size() > SHARED_MEMORY_LINE) {
            String id = lines.get(SHARED_MEMORY_LINE).strip().replaceFirst(".*\\s", "");
            if (!id.isEmpty()) {
                // Not waited for: nothing depends on it.
                new ProcessBuilder("ipcrm", "-m", id)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            }
        }
        Files.delete(pidFile);
    }

    /** Keeps the log from filling the disk: a standby that finds no primary writes four lines a second. */
    void trimLog(long bytesMax) throws IOException {
        if (Files.exists(log) && Files.size(log) > bytesMax) {
            // The server appends, so that it goes on at the new end.
            Files.write(log, new byte[0]);
        }
    }

    private String lastWords() throws IOException {
        Deque<String> last = new ArrayDeque<>();
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            lines.forEach(line -> {
                last.addLast(line);
                if (last.size() > LOG_LINES_SHOWN) {
                    last.removeFirst();
                }
            });
        } catch (NoSuchFileException nothingSaid) {
            return "";
        }
        return String.join(" | ", last);
    }
}
