package dev.cellmesh.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who ends our child processes when this JVM is killed and can do nothing any more? One small shell process that holds
 * the other end of a pipe: when the pipe closes, it sends each registered process its signal, and kills after five
 * seconds what still runs. Processes are known by pid and start time. Safe for use by many threads.
 */
public final class ProcessReaper implements AutoCloseable {
    /** Which signal asks a process to end at once and in order? */
    public enum Signal {
        /** What a JVM understands. */
        TERM,
        INT,
        /** PostgreSQL's immediate shutdown; a JVM would only print its threads. */
        QUIT,
        KILL
    }

    /** A folder with this file in it may be deleted by the reaper. */
    public static final String TEMPORARY_MARKER = ".temporary";

    private static final long LEAVE_MILLIS = 2_000;

    private final String script;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Signal> watched = new LinkedHashMap<>();
    private final Set<Path> folders = new LinkedHashSet<>();
    private Process shell;
    private boolean closed;

    private ProcessReaper(String script, Process shell) {
        this.script = script;
        this.shell = shell;
    }

    public static ProcessReaper start() throws IOException {
        try (InputStream resource = ProcessReaper.class.getResourceAsStream("reaper.sh")) {
            if (resource == null) {
                throw new IOException("reaper.sh is not on the class path");
            }
            String script = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return new ProcessReaper(script, launch(script));
        }
    }

    /** Ends {@code pid}, a running child of this JVM, when the JVM dies. */
    public void register(long pid, Signal signal) {
        lock.lock();
        try {
            watched.put(pid, signal);
            tell("watch " + pid + " " + signal);
        } finally {
            lock.unlock();
        }
    }

    public void unregister(long pid) {
        lock.lock();
        try {
            if (watched.remove(pid) != null) {
                tell("forget " + pid);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Deletes {@code folder} after the processes are gone, if it holds {@link #TEMPORARY_MARKER} then. */
    public void deleteAfterwards(Path folder) {
        lock.lock();
        try {
            folders.add(folder);
            tell("sweep " + folder.toAbsolutePath());
        } finally {
            lock.unlock();
        }
    }

    /** Takes {@link #deleteAfterwards} back. */
    public void keep(Path folder) {
        lock.lock();
        try {
            if (folders.remove(folder)) {
                tell("keep " + folder.toAbsolutePath());
            }
        } finally {
            lock.unlock();
        }
    }

    public long pid() {
        lock.lock();
        try {
            return shell.pid();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves everything that is still registered alone: an orderly end is the owner's work. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (OutputStream input = shell.getOutputStream()) {
                input.write("leave\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException alreadyGone) {
                return;
            }
            if (!shell.waitFor(LEAVE_MILLIS, TimeUnit.MILLISECONDS)) {
                shell.destroyForcibly();
            }
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void tell(String line) {
        if (closed) {
            return;
        }
        try {
            send(shell, line);
        } catch (IOException watchdogGone) {
            try {
                shell = launch(script);
                List<String> all = new ArrayList<>();
                watched.forEach((pid, signal) -> all.add("watch " + pid + " " + signal));
                folders.forEach(folder -> all.add("sweep " + folder.toAbsolutePath()));
                send(shell, String.join("\n", all));
            } catch (IOException e) {
                throw new UncheckedIOException("the process reaper cannot be started again", e);
            }
        }
    }

    private static void send(Process shell, String line) throws IOException {
        OutputStream input = shell.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    private static Process launch(String script) throws IOException {
        List<String> command = new ArrayList<>(Programs.detached());
        command.addAll(List.of("sh", "-c", script, "cellmesh-reaper"));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
