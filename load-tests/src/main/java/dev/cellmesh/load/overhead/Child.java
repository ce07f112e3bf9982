package dev.cellmesh.load.overhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Is a command that runs beside this process ready, and is it gone when it has to be? It ends with this process, too. */
final class Child implements AutoCloseable {
    /** A mesh stops its databases, too. */
    private static final int STOP_SECONDS_MAX = 60;

    private final String name;
    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread onExit;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.onExit = new Thread(process::destroy, name + "-stop");
    }

    /** Blocks until the command prints a line that begins with the word; what it says on its error output is shown. */
    static Child start(String name, Path folder, List<String> command, String readyWord, int secondsMax)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Child child = new Child(name, process);
        Runtime.getRuntime().addShutdownHook(child.onExit);
        Thread.ofVirtual().start(() -> child.watch(readyWord));
        try {
            child.ready.get(secondsMax, TimeUnit.SECONDS);
            return child;
        } catch (ExecutionException | TimeoutException e) {
            child.close();
            throw new IOException(name + " did not become ready", e);
        } catch (InterruptedException e) {
            child.close();
            throw e;
        }
    }

    /** Reads to the end, so that a full pipe never stops the command. */
    private void watch(String readyWord) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(readyWord)) {
                    ready.complete(line);
                }
            }
        } catch (IOException | UncheckedIOException ended) {
            // As below.
        }
        ready.completeExceptionally(new IOException(name + " ended before it was ready"));
    }

    /** The line that told that it is ready. */
    String readyLine() {
        return ready.join();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException exiting) {
            // The hook is about to do the same.
        }
    }
}
