package dev.cellmesh.runtime.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * How does an answer reach a client that may still be sending? A small rest of the request is read and dropped, so that the
 * connection can be used again. Behind a large or unknown one the connection is closed, but not at once: closing while the
 * client still sends would reset the connection and could take the answer with it.
 */
public final class Lingering {
    /** A rest up to this size is cheaper to read than a new connection. */
    private static final long REST_BYTES_MAX = 64 << 10;
    /** For a client that hears nothing while it sends; more would be a gift. */
    static final long LINGER_BYTES_MAX = 4 << 20;

    private static final int REQUEST_TIMEOUT = 408;

    private final Vertx vertx;
    private final int millisMax;

    Lingering(Vertx vertx, int millisMax) {
        this.vertx = vertx;
        this.millisMax = millisMax;
    }

    /**
     * Ends a response whose head is not written yet. Whether the connection is kept is found out here; it is not when the
     * response has {@code Connection: close} already.
     */
    public void end(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        boolean close = response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)
                // Who was too slow once is not waited for again.
                || response.getStatusCode() == REQUEST_TIMEOUT
                || !restIsSmall(request);
        if (close) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.end(body);
        if (close) {
            closeAfterRest(request);
        } else {
            dropRest(request);
        }
    }

    /** Reads and drops what still comes of the request, for a bounded time, and then closes the connection. */
    public void closeAfterRest(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        if (request.isEnded()) {
            connection.close();
            return;
        }
        long timer = vertx.setTimer(millisMax, id -> connection.close());
        long readBefore = request.bytesRead();
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            connection.close();
        });
        request.handler(dropped -> {
            if (request.bytesRead() - readBefore > LINGER_BYTES_MAX) {
                vertx.cancelTimer(timer);
                connection.close();
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
