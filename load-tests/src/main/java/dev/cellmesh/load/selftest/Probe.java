package dev.cellmesh.load.selftest;

import dev.cellmesh.load.fault.FaultTimelines;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.run.Progress;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.ScenarioRun;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.OperationSpec;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.scenario.Scenario.Target;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.ConstantRate;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * One generator in a process of its own, so that it can be held to one core. Reads a step as a line of JSON, runs it with the
 * same engine as any scenario, and prints a line of JSON; ends with its parent.
 */
public final class Probe {
    static final String OPEN = "open";
    static final String CLOSED = "closed";
    static final String OPERATION = "get";
    static final String FIGURES = "figures ";
    /** Instead of sending, a thread sleeps until the same times. */
    static final String ASLEEP = "asleep";

    private static final Duration THINK = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Probe() {}

    /** @param arguments where the server is */
    public static void main(String[] arguments) throws IOException {
        URI server = URI.create(arguments[0]);
        Vertx vertx = ScenarioRun.vertx();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonObject step = new JsonObject(line);
            JsonObject figures = step.getBoolean(ASLEEP, false)
                    ? new JsonObject()
                            .put(
                                    "lagNanos",
                                    percentiles(Sleeper.lag(step.getInteger("rate"), step.getInteger("seconds"))))
                    : run(vertx, server, step);
            System.out.println(FIGURES + figures.encode());
        }
        vertx.close().await();
    }

    private static JsonObject run(Vertx vertx, URI server, JsonObject step) {
        long gcBefore = collectionMillis();
        long cpuBefore = cpuNanos();
        Scenario scenario = scenario(server, step);
        try (ScenarioRun run = new ScenarioRun(
                vertx, scenario, 1, Progress.none(), new Repeated(server), FaultTimelines.of(scenario, vertx, 1))) {
            return figures(run.start().await())
                    .put("cpuNanos", cpuNanos() - cpuBefore)
                    .put("gcMillis", collectionMillis() - gcBefore);
        }
    }

    /** An open phase, and when {@code users} are given, a closed loop at the same time. */
    private static Scenario scenario(URI server, JsonObject step) {
        Duration lasts = Duration.ofSeconds(step.getLong("seconds"));
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase(
                OPEN, Duration.ZERO, new ConstantRate(step.getDouble("rate"), lasts), Map.of(), Map.of(), false));
        if (step.containsKey("users")) {
            phases.add(new Phase(
                    CLOSED,
                    Duration.ZERO,
                    new ClosedLoop(step.getInteger("users"), THINK, lasts),
                    Map.of(),
                    Map.of(),
                    false));
        }
        return new Scenario(
                "self-test",
                "",
                new Target(Optional.empty(), Map.of("-", server), Optional.empty()),
                new Scenario.Client(
                        false,
                        false,
                        step.getInteger("connections"),
                        TIMEOUT,
                        new Scenario.Retry(1, Duration.ZERO, Duration.ZERO, false),
                        false),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(new OperationSpec(OPERATION, "http", 1, Map.of())),
                phases,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static JsonObject figures(RunResult result) {
        Recording.Generator generator = result.recording().generator();
        JsonObject figures = new JsonObject()
                .put("intended", generator.intended())
                .put("late", generator.late())
                .put("dropped", generator.dropped())
                .put("waited", generator.waitedForConnection());
        for (String phase : List.of(OPEN, CLOSED)) {
            Histogram latency = new Histogram(3);
            Histogram lag = new Histogram(3);
            long succeeded = 0;
            for (Map.Entry<Recording.Key, Recording.Measured> cell :
                    result.recording().cells().entrySet()) {
                if (cell.getKey().series().phase().equals(phase)) {
                    latency.add(cell.getValue().latency());
                    lag.add(cell.getValue().lag());
                    succeeded += cell.getKey().outcome() == Outcome.SUCCESS
                            ? cell.getValue().requests()
                            : 0;
                }
            }
            figures.put(
                    phase,
                    new JsonObject()
                            .put("requests", latency.getTotalCount())
                            .put("succeeded", succeeded)
                            .put("latencyNanos", percentiles(latency))
                            .put("lagNanos", percentiles(lag)));
        }
        return figures;
    }

    /** p50, p99, p99.9, maximum. */
    private static JsonArray percentiles(Histogram histogram) {
        return new JsonArray()
                .add(histogram.getValueAtPercentile(50))
                .add(histogram.getValueAtPercentile(99))
                .add(histogram.getValueAtPercentile(99.9))
                .add(histogram.getMaxValue());
    }

    /** Of the whole process, compiler and collector included. */
    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    private static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
