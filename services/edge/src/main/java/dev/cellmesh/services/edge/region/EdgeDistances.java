package dev.cellmesh.services.edge.region;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeContext;
import io.micrometer.core.instrument.TimeGauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How far are the other regions from here? Asks their edges once a minute. Made and used on one event loop; the order of regions is
 * made anew when something was measured, not for each request.
 */
public final class EdgeDistances {
    /** Distances between regions hardly change; an edge that goes is found out by requests long before. */
    static final int PERIOD_MILLIS = 60_000;
    /** Ten times the longest way on earth. */
    private static final int ANSWER_MILLIS_MAX = 3_000;

    private final Vertx vertx;
    private final HttpClient http;
    private final Region own;
    private final List<Region> regions;
    private final Map<Region, Endpoint> others = new TreeMap<>();
    private final Map<Region, LatencyWindow> windows = new HashMap<>();
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Set<Long> timers = new HashSet<>();

    private volatile Map<Region, Distance> distances = Map.of();
    private Map<Region, List<Region>> orders = new HashMap<>();
    private boolean closed;

    private EdgeDistances(Vertx vertx, NodeContext node) {
        EdgeRouting routing = node.config().routing();
        this.vertx = vertx;
        this.own = new Region(node.config().region());
        this.regions = node.config().regions().stream().map(Region::new).toList();
        this.nanoClock = node.nanoClock();
        this.random = node.random();
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(ANSWER_MILLIS_MAX)
                        // Longer than the period: what is measured is the way, and not how connections are made.
                        .setKeepAliveTimeout(2 * PERIOD_MILLIS / (int) TimeUnit.SECONDS.toMillis(1)),
                new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(1));
        routing.edges().forEach((name, endpoint) -> {
            Region region = new Region(name);
            if (!region.equals(own)) {
                others.put(region, endpoint);
                windows.put(region, new LatencyWindow());
                TimeGauge.builder("cellmesh.edge.region.distance", () -> nanosTo(region), TimeUnit.NANOSECONDS)
                        .description(
                                "The way to another region's edge and back, the median of the last ten measurements")
                        .tag("region", region.name())
                        .register(node.meters());
            }
        });
    }

    /** Begins to measure at once. */
    public static EdgeDistances start(Vertx vertx, NodeContext node) {
        EdgeDistances measured = new EdgeDistances(vertx, node);
        measured.learn();
        measured.others.forEach(measured::measure);
        return measured;
    }

    /** Of the others; may be read from any thread. */
    public Map<Region, Distance> current() {
        return distances;
    }

    /** All regions of the mesh, the preferred one first, then the edge's own, then the nearest. */
    public List<Region> from(Region preferred) {
        return orders.get(preferred);
    }

    public Future<Void> close() {
        closed = true;
        timers.forEach(vertx::cancelTimer);
        return http.close();
    }

    private Double nanosTo(Region region) {
        OptionalLong nanos = distances.getOrDefault(region, Distance.UNKNOWN).nanos();
        return nanos.isPresent() ? (double) nanos.getAsLong() : Double.NaN;
    }

    private void measure(Region region, Endpoint edge) {
        // Twice, of which the second counts: the first may have had to open its way.
        ping(edge).compose(opened -> ping(edge)).onComplete(took -> {
            if (closed) {
                return;
            }
            if (took.succeeded()) {
                windows.get(region).add(took.result());
            }
            learn(region, took.succeeded());
            later(region, edge);
        });
    }

    private Future<Long> ping(Endpoint edge) {
        return http.request(new RequestOptions()
                        .setHost(edge.host())
                        .setPort(edge.port())
                        .setMethod(HttpMethod.GET)
                        .setURI(EdgesDocument.PING)
                        .setConnectTimeout(ANSWER_MILLIS_MAX))
                .compose(this::took);
    }

    private Future<Long> took(HttpClientRequest request) {
        long sentNanos = nanoClock.getAsLong();
        request.exceptionHandler(lost -> {});
        request.idleTimeout(ANSWER_MILLIS_MAX);
        return request.send().compose(answer -> {
            long tookNanos = nanoClock.getAsLong() - sentNanos;
            return answer.end().compose(end -> accept(answer, tookNanos));
        });
    }

    private static Future<Long> accept(HttpClientResponse answer, long tookNanos) {
        return answer.statusCode() == EdgesDocument.PONG
                ? Future.succeededFuture(tookNanos)
                : Future.failedFuture("the edge is there, and cannot serve");
    }

    private void later(Region region, Endpoint edge) {
        // So that the edges of a mesh do not come in step.
        long millis = (long) PERIOD_MILLIS - PERIOD_MILLIS / 4 + random.nextInt(PERIOD_MILLIS / 2);
        timers.add(vertx.setTimer(millis, id -> {
            timers.remove(id);
            measure(region, edge);
        }));
    }

    private void learn(Region region, boolean answered) {
        Map<Region, Distance> now = new HashMap<>(distances);
        LatencyWindow window = windows.get(region);
        now.put(region, new Distance(window.medianNanos(), window.size(), answered));
        distances = Map.copyOf(now);
        learn();
    }

    private void learn() {
        Map<Region, List<Region>> now = new HashMap<>();
        for (Region preferred : regions) {
            now.put(preferred, RegionOrder.of(preferred, own, regions, distances));
        }
        orders = now;
    }
}
