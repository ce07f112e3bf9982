package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.http.Lingering;
import dev.cellmesh.runtime.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** How is a request refused, and when not? Never twice, and not amid another answer. */
record Refusals(Lingering lingering) {
    /**
     * Ends the response; does nothing when it has begun or the client is gone.
     *
     * @param headers more headers, such as {@code Retry-After}
     */
    void send(HttpServerRequest request, Problem problem, Map<String, String> headers) {
        if (!request.response().headWritten()) {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE);
        }
        send(request, problem.type().status(), problem.toJson().toBuffer(), headers);
    }

    /** Likewise with an answer of the edge's own that is no refusal. */
    void send(HttpServerRequest request, int status, Buffer body, Map<String, String> headers) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status);
        headers.forEach(response::putHeader);
        lingering.end(request, body);
    }
}
