package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.pipeline.TraceContext;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How does a cell's answer get to the client? As it is, but for the framing and the headers of one hop. */
final class Relay {
    private static final double NANOS_PER_MILLI = 1e6;

    private final HttpClientResponse answer;
    /** All of the body, or null when it still streams. */
    private final Buffer read;

    private Relay(HttpClientResponse answer, Buffer read) {
        this.answer = answer;
        this.read = read;
    }

    /** @param answer paused */
    static Relay of(HttpClientResponse answer) {
        return new Relay(answer, null);
    }

    static Relay of(CellRefusal refusal) {
        return new Relay(refusal.answer(), refusal.body());
    }

    static String edgeTiming(long tookNanos) {
        return String.format(Locale.ROOT, "edge;dur=%.1f", tookNanos / NANOS_PER_MILLI);
    }

    /** @param close whether the connection to the client ends with this answer */
    void headTo(HttpServerRequest request, String edgeId, TraceContext trace, long tookNanos, boolean close) {
        HttpServerResponse response = request.response();
        MultiMap headers = response.headers();
        HopHeaders.fromCell(answer.headers(), headers);
        addTo(headers, HopHeaders.SERVER_TIMING, edgeTiming(tookNanos));
        addTo(headers, HopHeaders.VIA, "1.1 " + edgeId);
        if (!headers.contains(TraceContext.HEADER)) {
            headers.set(TraceContext.HEADER, trace.header());
        }
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean bodiless = hasNoBody(request.method(), answer.statusCode());
        if (length != null && answer.statusCode() != 204) {
            headers.set(HttpHeaders.CONTENT_LENGTH, length);
        }
        response.setStatusCode(answer.statusCode());
        if (length == null && !bodiless && request.version() != HttpVersion.HTTP_1_0) {
            response.setChunked(true);
        }
        response.headersEndHandler(written -> {
            if (answer.statusCode() == 204) {
                headers.remove(HttpHeaders.CONTENT_LENGTH);
            }
            if (close) {
                headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
    }

    private static boolean hasNoBody(HttpMethod method, int status) {
        return method.equals(HttpMethod.HEAD) || status == 204 || status == 304;
    }

    private static void addTo(MultiMap headers, String name, String value) {
        List<String> values = new ArrayList<>(headers.getAll(name));
        values.add(value);
        headers.set(name, String.join(", ", values));
    }

    /** Fails when the cell's connection ends before its answer does. The cell is read no faster than the client reads. */
    Future<Void> bodyTo(HttpServerResponse response) {
        if (read != null) {
            response.end(read);
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        answer.exceptionHandler(done::tryFail);
        answer.handler(chunk -> {
            if (response.closed()) {
                return;
            }
            response.write(chunk);
            if (response.writeQueueFull()) {
                answer.pause();
                response.drainHandler(drained -> answer.resume());
            }
        });
        answer.endHandler(end -> {
            if (!response.closed()) {
                response.end();
            }
            done.tryComplete();
        });
        answer.resume();
        return done.future();
    }
}
