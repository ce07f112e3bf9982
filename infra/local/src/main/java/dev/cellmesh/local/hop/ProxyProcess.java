package dev.cellmesh.local.hop;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The bare proxy in a process of its own, with the JVM options of a node: {@code ./infra/mesh baseline --proxy}. Blocks. */
final class ProxyProcess implements AutoCloseable {
    private static final String LISTENING = "LISTENING ";
    private static final int STOP_SECONDS_MAX = 10;
    private static final List<String> NODE_OPTIONS = List.of("-Xmx160m", "-XX:+UseSerialGC", "-Xshare:auto");

    private final Process process;
    private final int port;

    private ProxyProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param program the class with the command line */
    static ProxyProcess start(String program, int portBase, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(NODE_OPTIONS);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--enable-native-access")
                        || option.startsWith("--sun-misc-unsafe-memory-access"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
        command.addAll(List.of("baseline", "--proxy", "--port", "0", "--port-base", Integer.toString(portBase)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        // Who is ended from outside closes nothing; to end what has ended already does no harm.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-of-bare-proxy"));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(LISTENING)) {
                return new ProxyProcess(process, Integer.parseInt(line.substring(LISTENING.length())));
            }
        }
        throw new IOException("the bare proxy ended before it listened; see " + log);
    }

    int port() {
        return port;
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
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
