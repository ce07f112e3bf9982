package dev.cellmesh.runtime.node;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Is this node alive, may it get requests, and what does it count? On a port of its own, so that neither the answers nor
 * the questions reach a tenant, and on the node's own event loop, so that a stuck loop shows.
 */
final class OpsServer extends VerticleBase {
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final int IDLE_SECONDS = 30;
    private static final int READY_LIMIT_MILLIS = 1_000;
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Endpoint endpoint;
    private final NodeVerticle node;
    private final PrometheusMeterRegistry meters;

    OpsServer(Endpoint endpoint, NodeVerticle node, PrometheusMeterRegistry meters) {
        this.endpoint = endpoint;
        this.node = node;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setHost(endpoint.host())
                        .setPort(endpoint.port())
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .requestHandler(this::handle)
                .listen();
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!READS.contains(request.method())) {
            response.setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
            return;
        }
        switch (request.path()) {
            case "/health/live" -> answer(response, 200, "live");
            case "/health/ready" ->
                askReady(node)
                        .onComplete(ready ->
                                answer(response, ready.result() ? 200 : 503, ready.result() ? "ready" : "not-ready"));
            case "/metrics" ->
                response.putHeader("Content-Type", PROMETHEUS_TEXT).end(meters.scrape());
            default -> response.setStatusCode(404).end();
        }
    }

    /** Bounded and never fails, whatever the node does. */
    static Future<Boolean> askReady(NodeVerticle node) {
        return node.onLoop(node::isReady)
                .timeout(READY_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(false);
    }

    private static void answer(HttpServerResponse response, int status, String word) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("status", word).toBuffer());
    }
}
