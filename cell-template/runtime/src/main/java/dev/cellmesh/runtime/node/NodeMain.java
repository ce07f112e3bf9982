package dev.cellmesh.runtime.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One node as one process: {@code NodeMain CONFIG.json}. Prints {@value #LISTENING} once it listens. SIGTERM drains it; so
 * does the end of its standard input, which is how it notices that whoever started it is gone.
 */
public final class NodeMain {
    public static final String LISTENING = "LISTENING";

    /** The system property for how long a start may take: longer for a process that others go before. */
    public static final String START_LIMIT_SECONDS = "cellmesh.start.limit.seconds";

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);
    private static final int START_LIMIT_SECONDS_DEFAULT = 60;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_FAILED = 1;
    private static final int KILL_LIMIT_SECONDS = 1;
    /** As of a process that the kernel kills (128 and SIGKILL). */
    private static final int EXIT_CRASHED = 137;

    private NodeMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: NodeMain CONFIG.json");
            System.exit(EXIT_USAGE);
        }
        NodeConfig config = NodeConfigJson.read(Files.readString(Path.of(arguments[0])));
        NodeRunner runner;
        try {
            runner = NodeRunner.start(config, crashed -> die())
                    .await(Integer.getInteger(START_LIMIT_SECONDS, START_LIMIT_SECONDS_DEFAULT), TimeUnit.SECONDS);
        } catch (Exception e) {
            System.err.println(config.id() + " could not start: " + e);
            System.exit(EXIT_FAILED);
            return;
        }
        runner.bindJvmMetrics();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(runner), "drain"));
        System.out.println(LISTENING);
        while (System.in.read() >= 0) {
            // Nothing is said on it; only its end matters.
        }
        System.exit(0);
    }

    /**
     * As a process that the kernel ends: at once. {@code halt} alone first waits 300 ms for threads in native code (HotSpot's {@code
     * VM_Exit}), in which the connections of a dead node stay open.
     */
    private static void die() {
        try {
            new ProcessBuilder(
                            "sh", "-c", "kill -KILL " + ProcessHandle.current().pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(KILL_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            // Then slower.
        }
        Runtime.getRuntime().halt(EXIT_CRASHED);
    }

    private static void drain(NodeRunner runner) {
        try {
            runner.stop(DRAIN_LIMIT).await(DRAIN_LIMIT.toSeconds() * 2, TimeUnit.SECONDS);
        } catch (Exception e) {
            System.err.println(runner.config().id() + " did not stop cleanly: " + e);
        }
    }
}
