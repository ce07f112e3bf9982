package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.services.edge.cache.Kept;
import dev.cellmesh.services.edge.compress.Compression;
import dev.cellmesh.services.edge.compress.EntityTags;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/** How is a request answered with what is kept? With headers that are true now, and as the client wants it. */
record KeptAnswers(EdgeContext edge) {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    /** @return the status */
    int answer(HttpServerRequest request, Kept kept, TraceContext trace, long startNanos) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return EdgeMeters.GONE;
        }
        boolean known = kept.isKnownTo(request.headers().getAll(HttpHeaders.IF_NONE_MATCH).stream()
                .map(EntityTags::ofCells)
                .toList());
        int status = known ? NOT_MODIFIED : OK;
        long nowNanos = edge.nowNanos();
        MultiMap headers = response.headers();
        headers.addAll(kept.headersAt(nowNanos, edge.id()));
        headers.set(HopHeaders.SERVER_TIMING, Relay.edgeTiming(nowNanos - startNanos));
        headers.set(HopHeaders.VIA, "1.1 " + edge.id());
        headers.set(TraceContext.HEADER, trace.header());
        response.setStatusCode(status);
        if (known) {
            headers.remove(HttpHeaders.CONTENT_TYPE);
            edge.compression().begin(request.method(), request.headers(), status, headers);
            edge.refusals().lingering().end(request, Buffer.buffer());
            return status;
        }
        headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(kept.body().length()));
        Optional<Compression.Compressed> compressed = request.version() == HttpVersion.HTTP_1_0
                ? Optional.empty()
                : edge.compression().begin(request.method(), request.headers(), status, headers);
        Buffer body = compressed
                .map(each -> each.add(kept.body()).appendBuffer(each.end()))
                .orElse(kept.body());
        headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        edge.refusals().lingering().end(request, body);
        return status;
    }
}
