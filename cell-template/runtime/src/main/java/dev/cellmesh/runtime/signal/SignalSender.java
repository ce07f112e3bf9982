package dev.cellmesh.runtime.signal;

import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How does the control plane hear how this node is? One small report every two to three seconds, on a connection of its own. When
 * nobody listens, the report is dropped, and the next one is tried in its turn: nothing waits for it, and nothing piles up.
 *
 * <p>To be made and used on the node's event loop.
 */
public final class SignalSender implements AutoCloseable {
    /** Three of them may be lost before a node counts as silent. */
    static final int PERIOD_MILLIS = 2_000;
    /** So that the nodes of a mesh do not come at once. */
    private static final int JITTER_MILLIS = 1_000;
    /** Two round trips of the longest link, twice. */
    private static final int ANSWER_MILLIS_MAX = 1_000;
    /** A port that nobody listens on: a node that is tried out alone. */
    private static final int NOBODY = 0;

    private static final int ACCEPTED = 204;

    private final Vertx vertx;
    private final Supplier<SignalReport> reports;
    private final Endpoint controlPlane;
    private final RequestOptions request;
    private final HttpClient http;
    private final RandomGenerator random;
    private final Counter sent;
    private final Counter lost;
    private long timer = -1;
    private boolean closed;

    private SignalSender(Vertx vertx, NodeContext node, Supplier<SignalReport> reports) {
        NodeConfig config = node.config();
        this.vertx = vertx;
        this.reports = reports;
        this.controlPlane = config.controlPlane();
        this.random = node.random();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(ANSWER_MILLIS_MAX),
                new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(1));
        this.request = new RequestOptions()
                .setHost(controlPlane.host())
                .setPort(controlPlane.port())
                .setMethod(HttpMethod.PUT)
                .setURI("/v1/nodes/" + config.id() + "/signals")
                .setTimeout(ANSWER_MILLIS_MAX)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + config.nodeToken());
        this.sent = Counter.builder("cellmesh.signals.reports")
                .description("Reports of the node's health to the control plane, by whether it took them")
                .tag("outcome", "sent")
                .register(node.meters());
        this.lost = Counter.builder("cellmesh.signals.reports")
                .description("Reports of the node's health to the control plane, by whether it took them")
                .tag("outcome", "lost")
                .register(node.meters());
    }

    /** @param reports asked for one whenever one is due, on the event loop */
    public static SignalSender start(Vertx vertx, NodeContext node, Supplier<SignalReport> reports) {
        SignalSender sender = new SignalSender(vertx, node, reports);
        sender.next();
        return sender;
    }

    private void next() {
        if (!closed && controlPlane.port() != NOBODY) {
            timer = vertx.setTimer(PERIOD_MILLIS + random.nextInt(JITTER_MILLIS), due -> send());
        }
    }

    private void send() {
        http.request(new RequestOptions(request))
                .compose(ready ->
                        ready.send(SignalReportJson.toJson(reports.get()).toBuffer()))
                .compose(answer -> answer.end().map(answer.statusCode()))
                .compose(status -> status == ACCEPTED
                        ? Future.succeededFuture()
                        : Future.failedFuture("the control plane answered " + status))
                .timeout(2L * ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .onComplete(done -> {
                    // The route table says in the log when the control plane is away; twice would be noise.
                    (done.succeeded() ? sent : lost).increment();
                    next();
                });
    }

    @Override
    public void close() {
        closed = true;
        vertx.cancelTimer(timer);
        http.close();
    }
}
