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
import java.util.List;

/** How does a cell's answer get to the client? As it is, but for the framing and the headers of one hop. */
final class Relay {
    private static final long NANOS_PER_TENTH_MILLI = 100_000;
    private static final int TENTHS = 10;

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

    int status() {
        return answer.statusCode();
    }

    static String edgeTiming(long tookNanos) {
        long tenths = (tookNanos + NANOS_PER_TENTH_MILLI / 2) / NANOS_PER_TENTH_MILLI;
        return "edge;dur=" + tenths / TENTHS + '.' + tenths % TENTHS;
    }

    /**
     * @param path what is done with it on its way
     * @param close whether the connection to the client ends with this answer
     */
    void headTo(
            HttpServerRequest request,
            String edgeId,
            TraceContext trace,
            long tookNanos,
            AnswerPath path,
            boolean close) {
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
        path.head(request, answer.statusCode(), headers);
        boolean unknownLength = !headers.contains(HttpHeaders.CONTENT_LENGTH);
        response.setStatusCode(answer.statusCode());
        if (unknownLength && !bodiless && request.version() != HttpVersion.HTTP_1_0) {
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
        List<String> values = headers.getAll(name);
        headers.set(name, values.isEmpty() ? value : String.join(", ", values) + ", " + value);
    }

    /** Fails when the cell's connection ends before its answer does. The cell is read no faster than the client reads. */
    Future<Void> bodyTo(HttpServerResponse response, AnswerPath path) {
        if (read != null) {
            response.end(read);
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        Rest rest = new Rest(answer.getHeader(HttpHeaders.CONTENT_LENGTH));
        answer.exceptionHandler(done::tryFail);
        answer.handler(chunk -> {
            if (response.closed()) {
                return;
            }
            Buffer passed = path.pass(chunk);
            if (rest.isNoneAfter(chunk)) {
                // With the last piece: what ends the answer would be another write.
                Buffer last = path.passEnd();
                response.end(last.length() == 0 ? passed : passed.appendBuffer(last));
                done.tryComplete();
                return;
            }
            if (passed.length() > 0) {
                response.write(passed);
            }
            if (response.writeQueueFull()) {
                answer.pause();
                response.drainHandler(drained -> answer.resume());
            }
        });
        answer.endHandler(end -> {
            if (!response.closed() && !response.ended()) {
                response.end(path.passEnd());
            }
            done.tryComplete();
        });
        answer.resume();
        return done.future();
    }

    /** How much of an answer is still to come? Nobody knows when it did not say its length. */
    private static final class Rest {
        private long bytes;

        Rest(String length) {
            // The decoder has made sure that it is a number.
            bytes = length == null ? Long.MAX_VALUE : Long.parseLong(length);
        }

        boolean isNoneAfter(Buffer chunk) {
            bytes -= chunk.length();
            return bytes == 0;
        }
    }
}
