package dev.cellmesh.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cellmesh.client.Wire.Result;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How far is each edge, which are there, and what do operations promise? Asked now and then on a thread of its own: the first time at
 * once, then at every interval, a little earlier or later so that clients do not come together.
 */
final class EdgeWatch implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final String NO_BODY = "";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Wire wire;
    private final Edges edges;
    private final Duration every;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private final Thread thread;
    private volatile Residences residences = Residences.NONE;

    EdgeWatch(Wire wire, Edges edges, Duration every, RandomGenerator random, LongSupplier nanoClock) {
        this.wire = wire;
        this.edges = edges;
        this.every = every;
        this.random = random;
        this.nanoClock = nanoClock;
        this.thread = Thread.ofVirtual().name("cellmesh-edge-watch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Residences residences() {
        return residences;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                long half = every.toMillis() / 2;
                Thread.sleep(half + random.nextLong(every.toMillis() + 1));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round: the list of edges from the first that tells it, the profiles likewise, and one ping to each edge. */
    void look() throws InterruptedException {
        askUntilTold(this::learnEdges);
        askUntilTold(this::learnResidences);
        for (URI edge : edges.all()) {
            measure(edge);
        }
    }

    /** What is to be learnt from one edge, and whether it told. */
    @FunctionalInterface
    private interface Lesson {
        boolean learntFrom(URI edge) throws InterruptedException;
    }

    private void askUntilTold(Lesson lesson) throws InterruptedException {
        for (URI edge : edges.all()) {
            if (lesson.learntFrom(edge)) {
                return;
            }
        }
    }

    private void measure(URI edge) throws InterruptedException {
        // The first one may have to connect, which takes a round trip more.
        if (ping(edge)) {
            long beganNanos = nanoClock.getAsLong();
            if (ping(edge)) {
                edges.measured(edge, nanoClock.getAsLong() - beganNanos);
                return;
            }
        }
        edges.failed(edge);
    }

    private boolean ping(URI edge) throws InterruptedException {
        return wire.exchange(edge, "GET", "/v1/ping", Map.of(), NO_BODY, ANSWER_MAX) instanceof Result.Answer answer
                && answer.status() == 204;
    }

    private boolean learnEdges(URI edge) throws InterruptedException {
        JsonNode told = ask(edge, "/v1/edges");
        Map<URI, String> regions = new HashMap<>();
        for (JsonNode each : told.path("data").path("edges")) {
            String address = each.path("baseUrl").asText("");
            String region = each.path("region").asText("");
            if (isAddress(address) && !region.isEmpty()) {
                regions.put(URI.create(address), region);
            }
        }
        edges.learn(regions);
        return !regions.isEmpty();
    }

    private static boolean isAddress(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && List.of("http", "https").contains(String.valueOf(uri.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private boolean learnResidences(URI edge) throws InterruptedException {
        JsonNode told = ask(edge, "/v1/consistency");
        if (told.isMissingNode()) {
            return false;
        }
        residences = Residences.of(told);
        return true;
    }

    private JsonNode ask(URI edge, String target) throws InterruptedException {
        if (wire.exchange(edge, "GET", target, Map.of(), NO_BODY, ANSWER_MAX) instanceof Result.Answer answer
                && answer.status() == 200) {
            try {
                return MAPPER.readTree(answer.body());
            } catch (JsonProcessingException notJson) {
                return MAPPER.missingNode();
            }
        }
        return MAPPER.missingNode();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
