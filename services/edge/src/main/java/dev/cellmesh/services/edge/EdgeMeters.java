package dev.cellmesh.services.edge;

import dev.cellmesh.model.Region;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What does the edge count? The labels are bounded: home regions of the mesh, classes of status, and named causes. */
final class EdgeMeters {
    /** The class of a request whose client left before its answer was sent whole. */
    static final int GONE = 0;

    private static final String NO_REGION = "none";
    private static final int HUNDRED = 100;
    /** Few, since each is a series for every region and class: around the latency goals, where a p99 over many edges matters. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofMillis(1_000),
        Duration.ofMillis(1_500),
        Duration.ofMillis(5_000)
    };

    private record Answered(String region, int hundreds) {}

    private final MeterRegistry registry;
    private final Set<String> regions;
    /** To look one up in the registry would cost more than to count. */
    private final Map<Answered, Timer> timers = new HashMap<>();

    EdgeMeters(MeterRegistry registry, List<String> regions, InFlight inFlight) {
        this.registry = registry;
        this.regions = new HashSet<>(regions);
        Gauge.builder("cellmesh.edge.requests.in.flight", inFlight, InFlight::count)
                .description("Requests that are not answered yet")
                .strongReference(true)
                .register(registry);
    }

    /**
     * @param home null when the request did not get as far as its tenant
     * @param status of the answer, or {@link #GONE}
     */
    void answered(Region home, int status, long tookNanos) {
        String region = home != null && regions.contains(home.name()) ? home.name() : NO_REGION;
        timers.computeIfAbsent(new Answered(region, status / HUNDRED), this::timer)
                .record(tookNanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Answered answered) {
        return Timer.builder("cellmesh.edge.requests")
                .description("Requests by home region and class of status")
                .serviceLevelObjectives(BUCKETS)
                .tag("region", answered.region())
                .tag("status", answered.hundreds() == GONE ? "gone" : answered.hundreds() + "xx")
                .register(registry);
    }
}
