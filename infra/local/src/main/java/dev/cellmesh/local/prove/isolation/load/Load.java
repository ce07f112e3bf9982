package dev.cellmesh.local.prove.isolation.load;

import dev.cellmesh.load.run.Progress;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.ScenarioRun;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How is load sent that does not wait for answers? By the engine of the load tests, on event loops of its own. A request is
 * sent once: what a client would make good by asking again shall be seen. Blocks.
 */
public final class Load {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    /** What the engine needs around the load itself: to open connections, to drain and to sum up. */
    private static final Duration AROUND = Duration.ofMinutes(3);

    private Load() {}

    /**
     * Returns when every request has come to its end.
     *
     * @param origins who is asked, so that connections are there before the first request
     * @param connections most to each of them
     * @throws IllegalStateException when an event could not be done, or the load does not end
     */
    public static Course run(List<URI> origins, int connections, long seed, List<Stream> streams, List<Event> events) {
        Scenario scenario = scenario(origins, connections, streams);
        Streams workload = new Streams(streams);
        Events timeline = new Events(events);
        long beganNanos = System.nanoTime();
        Vertx vertx = ScenarioRun.vertx();
        try (ScenarioRun run = new ScenarioRun(vertx, scenario, seed, Progress.none(), workload, timeline)) {
            RunResult result = run.start()
                    .compose(sent -> timeline.all().map(sent))
                    .await(scenario.duration().plus(AROUND).toSeconds(), TimeUnit.SECONDS);
            return new Course(
                    workload.answers(),
                    timeline.startNanos(),
                    timeline.doneNanos(),
                    result.recording().generator());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the load did not end within " + (System.nanoTime() - beganNanos) / 1_000_000_000 + " s", e);
        } finally {
            vertx.close().await();
        }
    }

    private static Scenario scenario(List<URI> origins, int connections, List<Stream> streams) {
        Map<String, URI> edges = new LinkedHashMap<>();
        origins.forEach(origin -> edges.put(origin.toString(), origin));
        return new Scenario(
                "proof",
                "",
                new Scenario.Target(Optional.empty(), edges, Optional.empty()),
                new Scenario.Client(
                        false,
                        false,
                        connections,
                        ANSWER_LIMIT,
                        new Scenario.Retry(1, Duration.ofMillis(1), Duration.ofMillis(1), false),
                        false),
                List.of(new Scenario.TenantGroup("all", List.of(), false, List.of(), new Scenario.Pick.Uniform())),
                Map.of(),
                Map.of(),
                streams.stream()
                        .map(stream -> new Scenario.OperationSpec(stream.name(), "", 1, Map.of()))
                        .toList(),
                streams.stream()
                        .map(stream -> new Scenario.Phase(
                                stream.name(),
                                Duration.ZERO,
                                stream.arrivals(),
                                Map.of("all", 1.0),
                                Map.of(stream.name(), 1.0),
                                false))
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
