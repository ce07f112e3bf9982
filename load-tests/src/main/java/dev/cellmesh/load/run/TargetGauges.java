package dev.cellmesh.load.run;

import dev.cellmesh.load.run.RunResult.Gauge;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How do the machines fare meanwhile? The mesh's memory, as its {@code GET /status} says, every {@value #EVERY_SECONDS} s, so that a
 * soak shows whether it is flat. What cannot be had is left out. Threads: made and started on one loop, read from any.
 */
final class TargetGauges {
    static final String TARGET_MEMORY = "target memory (bytes)";
    static final String LOOP_CPU = "generator loop (share of a core)";

    private static final int EVERY_SECONDS = 5;
    private static final int ANSWER_MILLIS_MAX = 4_000;
    /** A day's worth; a longer run keeps its first day. */
    private static final int GAUGES_MAX = 24 * 3600 / EVERY_SECONDS;

    private final Vertx vertx;
    private final Optional<URI> mesh;
    private final ThreadShare loop;
    private final HttpClient http;
    private final Map<String, List<Gauge>> gauges = new LinkedHashMap<>();
    private long timer = -1;
    private long startNanos;

    TargetGauges(Vertx vertx, Optional<URI> mesh, Thread loop) {
        this.vertx = vertx;
        this.mesh = mesh;
        this.loop = new ThreadShare(loop);
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(ANSWER_MILLIS_MAX));
    }

    void start(long runStartNanos) {
        startNanos = runStartNanos;
        loop.share();
        timer = vertx.setPeriodic(EVERY_SECONDS * 1000L, id -> look());
        look();
    }

    void stop() {
        vertx.cancelTimer(timer);
        http.close();
    }

    synchronized Map<String, List<Gauge>> seen() {
        Map<String, List<Gauge>> copy = new LinkedHashMap<>();
        gauges.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return copy;
    }

    private void look() {
        loop.share().ifPresent(share -> add(LOOP_CPU, share));
        mesh.ifPresent(uri -> http.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost(uri.getHost())
                        .setPort(uri.getPort() < 0 ? 80 : uri.getPort())
                        .setURI("/status")
                        .setTimeout(ANSWER_MILLIS_MAX))
                .compose(request -> request.send())
                .compose(HttpClientResponse::body)
                .onSuccess(this::status));
    }

    private void status(Buffer body) {
        try {
            Long bytes = new JsonObject(body).getLong("residentBytes");
            if (bytes != null) {
                add(TARGET_MEMORY, bytes);
            }
        } catch (DecodeException | ClassCastException notAStatus) {
            // A gauge that cannot be read is missing in the report, which shows it.
            return;
        }
    }

    private synchronized void add(String name, double value) {
        List<Gauge> values = gauges.computeIfAbsent(name, any -> new ArrayList<>());
        if (values.size() < GAUGES_MAX) {
            values.add(new Gauge(System.nanoTime() - startNanos, value));
        }
    }
}
