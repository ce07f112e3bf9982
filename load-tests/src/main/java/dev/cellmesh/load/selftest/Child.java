package dev.cellmesh.load.selftest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process beside this one, spoken to by lines. Closing it closes its input, at which it ends by itself; it is killed when it
 * does not. One thread.
 */
final class Child implements AutoCloseable {
    private static final int END_SECONDS_MAX = 5;

    private final Process process;
    private final Writer to;
    private final BufferedReader from;

    private Child(Process process) {
        this.process = process;
        this.to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * A class of ours, in a JVM with the same class path and options.
     *
     * @param core that it is held to, where that is possible
     */
    static Child java(Class<?> main, Optional<Integer> core, String... arguments) throws IOException {
        List<String> command = pinned(core);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
                .toList());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What a program prints until it ends. */
    static List<String> output(Optional<Integer> core, int secondsMax, String... program) throws IOException {
        List<String> command = pinned(core);
        command.addAll(List.of(program));
        try (Child child =
                new Child(new ProcessBuilder(command).redirectErrorStream(true).start())) {
            List<String> lines = new ArrayList<>();
            for (String line = child.from.readLine(); line != null; line = child.from.readLine()) {
                lines.add(line);
            }
            if (!child.process.waitFor(secondsMax, TimeUnit.SECONDS)) {
                throw new IOException(program[0] + " did not end");
            }
            return lines;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whether a program is on the PATH. */
    static boolean isThere(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    void say(String line) throws IOException {
        to.write(line + "\n");
        to.flush();
    }

    /**
     * The rest of the next line that begins so; a JVM may have things of its own to say in between.
     *
     * @throws IOException when it ended instead
     */
    String hear(String beginning) throws IOException {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
        throw new IOException("a process of the self-test ended early");
    }

    private static List<String> pinned(Optional<Integer> core) {
        List<String> command = new ArrayList<>();
        core.ifPresent(number -> command.addAll(List.of("taskset", "-c", number.toString())));
        return command;
    }

    @Override
    public void close() {
        try {
            to.close();
        } catch (IOException gone) {
            // It ended before, so there is nobody to be told.
            process.destroy();
        }
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
