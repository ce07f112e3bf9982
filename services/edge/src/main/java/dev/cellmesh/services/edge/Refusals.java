package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/**
 * How is a request refused, and what becomes of the rest of its body? A small rest is read and dropped, so that the
 * connection can be used again. Before a large or unknown one the connection is closed, but not at once: closing while the
 * client still sends would reset the connection and could take the answer with it.
 */
final class Refusals {
    /** A rest up to this size is cheaper to read than a new connection. */
    private static final long REST_BYTES_MAX = 64 << 10;
    /** How long, and for how many bytes, a client that still sends may look for the answer. */
    private static final int LINGER_MILLIS = 1_000;

    private static final long LINGER_BYTES_MAX = 4 << 20;

    private final Vertx vertx;

    Refusals(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Ends the response, which must not have begun; does nothing when the client is gone.
     *
     * @param headers more headers, such as {@code Retry-After}
     */
    void send(HttpServerRequest request, Problem problem, Map<String, String> headers) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        boolean close = !restIsSmall(request);
        response.setStatusCode(problem.type().status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE);
        headers.forEach(response::putHeader);
        if (close) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.end(problem.toJson().toBuffer());
        if (close) {
            closeAfterRest(request);
        } else {
            dropRest(request);
        }
    }

    /** Reads and drops what still comes of the request, for a bounded time, and then closes the connection. */
    void closeAfterRest(HttpServerRequest request) {
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        long timer = vertx.setTimer(LINGER_MILLIS, id -> request.connection().close());
        long readBefore = request.bytesRead();
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
        request.handler(dropped -> {
            if (request.bytesRead() - readBefore > LINGER_BYTES_MAX) {
                vertx.cancelTimer(timer);
                request.connection().close();
            }
        });
        request.resume();
    }

    private static void dropRest(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.exceptionHandler(gone -> {});
            request.endHandler(end -> {});
            request.handler(dropped -> {});
            request.resume();
        }
    }

    private static boolean restIsSmall(HttpServerRequest request) {
        if (request.isEnded() || !RequestFraming.hasBody(request.headers())) {
            return true;
        }
        // Who waits for 100 Continue may send the body or not after another answer: nobody knows what comes next.
        if (request.headers().contains(HttpHeaders.EXPECT)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return false;
        }
        try {
            return Long.parseLong(request.getHeader(HttpHeaders.CONTENT_LENGTH)) - request.bytesRead()
                    <= REST_BYTES_MAX;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
