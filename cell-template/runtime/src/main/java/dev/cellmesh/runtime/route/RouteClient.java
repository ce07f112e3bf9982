package dev.cellmesh.runtime.route;

import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.runtime.node.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does the control plane know a newer snapshot? One question is one request that the control plane holds until it does,
 * or until the wait is over. To be used on one event loop.
 */
final class RouteClient {
    /** About 300,000 tenants; what is larger is a fault, and must not fill the heap. */
    static final long SNAPSHOT_BYTES_MAX = 64L << 20;

    /** A fifth of a second is the longest round trip of the mesh; a connect takes one, and may lose a packet. */
    private static final int CONNECT_MILLIS = 1_000;
    /** What an answer may take beyond the wait: two round trips and a large body. */
    private static final int GRACE_MILLIS = 3_000;
    /** What the largest snapshot may take to decode on a busy machine. */
    private static final int DECODE_MILLIS = 10_000;

    /** The waiting question, and one asked meanwhile. */
    private static final int CONNECTIONS = 2;

    private static final int WAITERS_MAX = 2;

    /** What came of a question. */
    sealed interface Answer {
        record Newer(RouteSnapshot snapshot) implements Answer {}

        record Unchanged() implements Answer {}

        record Failed(Throwable cause) implements Answer {}
    }

    private final Vertx vertx;
    private final Endpoint controlPlane;
    private final String nodeToken;
    private final String node;
    private final HttpClient http;

    /** @param node who asks, so that the control plane knows how far its routes have come */
    RouteClient(Vertx vertx, Endpoint controlPlane, String nodeToken, String node) {
        this.vertx = vertx;
        this.controlPlane = controlPlane;
        this.nodeToken = nodeToken;
        this.node = node;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITERS_MAX));
    }

    /**
     * Never fails.
     *
     * @param after the epoch that is known
     * @param waitSeconds how long the control plane may hold the question; 0 for an answer at once
     * @param inUse the oldest epoch by which something was sent that is still on its way; empty for a node that does not send by
     *     routes
     */
    Future<Answer> ask(long after, int waitSeconds, OptionalLong inUse) {
        Promise<Answer> answer = Promise.promise();
        RequestOptions options = new RequestOptions()
                .setHost(controlPlane.host())
                .setPort(controlPlane.port())
                .setConnectTimeout(CONNECT_MILLIS)
                .setURI("/v1/routes?after=" + after + "&wait=" + waitSeconds + "&node=" + node + said(inUse))
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + nodeToken);
        long answerMillis = waitSeconds * 1_000L + GRACE_MILLIS;
        http.request(options)
                .compose(request -> sendAndRead(request, answerMillis))
                .compose(body -> body.length() == 0
                        ? Future.succeededFuture((Answer) new Answer.Unchanged())
                        // Not in the order of what else blocks: a save to a disk that hangs would hold it up.
                        : vertx.executeBlocking(() -> newer(body, after), false))
                // Whatever else hangs: who does not hear has to ask again.
                .timeout(CONNECT_MILLIS + answerMillis + DECODE_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(answer::tryComplete, failure -> answer.tryComplete(new Answer.Failed(failure)));
        return answer.future();
    }

    private static String said(OptionalLong inUse) {
        return inUse.isPresent() ? "&inUse=" + inUse.getAsLong() : "";
    }

    private static Answer newer(Buffer body, long after) {
        RouteSnapshot snapshot = RouteSnapshotJson.decode(body);
        if (snapshot.epoch() <= after) {
            throw new IllegalArgumentException("epoch " + snapshot.epoch() + " is not after " + after);
        }
        return new Answer.Newer(snapshot);
    }

    /** @return empty for {@code 204} */
    private Future<Buffer> sendAndRead(HttpClientRequest request, long limitMillis) {
        Promise<Buffer> body = Promise.promise();
        long timer = vertx.setTimer(limitMillis, id -> {
            if (body.tryFail(new TimeoutException("no answer in " + limitMillis + " ms"))) {
                request.reset();
            }
        });
        request.send().onComplete(response -> read(request, response, body), body::tryFail);
        return body.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private static void read(HttpClientRequest request, HttpClientResponse response, Promise<Buffer> body) {
        int status = response.statusCode();
        Buffer received = Buffer.buffer();
        response.exceptionHandler(body::tryFail);
        response.handler(chunk -> {
            if (received.length() + (long) chunk.length() <= SNAPSHOT_BYTES_MAX) {
                received.appendBuffer(chunk);
            } else if (body.tryFail(new IOException("the snapshot is larger than " + SNAPSHOT_BYTES_MAX))) {
                request.reset();
            }
        });
        response.endHandler(end -> {
            if (status == 204) {
                body.tryComplete(Buffer.buffer());
            } else if (status == 200 && received.length() > 0) {
                body.tryComplete(received);
            } else {
                body.tryFail(new IOException("the control plane answered " + status));
            }
        });
    }

    void close() {
        http.close();
    }
}
