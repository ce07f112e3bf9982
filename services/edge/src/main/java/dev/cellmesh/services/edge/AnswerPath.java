package dev.cellmesh.services.edge;

import dev.cellmesh.services.edge.cache.CacheStatus;
import dev.cellmesh.services.edge.cache.Fill;
import dev.cellmesh.services.edge.compress.Compression;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/**
 * What is done with an answer on its way to the client, beside sending it? It may be kept for others, and compressed; and a write ends
 * what was kept before it. One for each request; its end is told in any case.
 */
final class AnswerPath {
    private static final int CLIENT_ERROR_MIN = 400;
    private static final int SERVER_ERROR_MIN = 500;

    private final EdgeContext edge;
    private final Optional<Fill> fill;
    /** The path of a write, or null. */
    private final String written;

    private final boolean bypasses;
    private Optional<Compression.Compressed> compressed = Optional.empty();

    private AnswerPath(EdgeContext edge, Optional<Fill> fill, String written, boolean bypasses) {
        this.edge = edge;
        this.fill = fill;
        this.written = written;
        this.bypasses = bypasses;
    }

    static AnswerPath ofRead(EdgeContext edge) {
        return new AnswerPath(edge, Optional.empty(), null, false);
    }

    /** Of one whose answer might be kept, but that wants another one than was kept, or did not wait for it. */
    static AnswerPath ofBypassing(EdgeContext edge) {
        return new AnswerPath(edge, Optional.empty(), null, true);
    }

    static AnswerPath ofFill(EdgeContext edge, Fill fill) {
        return new AnswerPath(edge, Optional.of(fill), null, false);
    }

    static AnswerPath ofWrite(EdgeContext edge, String path) {
        return new AnswerPath(edge, Optional.empty(), path, false);
    }

    /**
     * The head of the answer is known, and not sent yet.
     *
     * @param headers of the answer with the length of its body, if known; may be changed here
     */
    void head(HttpServerRequest request, int status, MultiMap headers) {
        fill.ifPresent(each -> headers.set(CacheStatus.HEADER, each.head(status, copy(headers), edge.id())));
        if (bypasses) {
            headers.set(CacheStatus.HEADER, CacheStatus.bypassed(edge.id()));
        }
        if (request.version() == HttpVersion.HTTP_1_0) {
            // It has no chunks, and the compressed length is not known yet.
            return;
        }
        compressed = edge.compression().begin(request.method(), request.headers(), status, headers);
    }

    private static MultiMap copy(MultiMap headers) {
        return HttpHeaders.headers().addAll(headers);
    }

    /** What of it is to be sent now; perhaps nothing. */
    Buffer pass(Buffer chunk) {
        fill.ifPresent(each -> each.add(chunk));
        return compressed.isPresent() ? compressed.get().add(chunk) : chunk;
    }

    /** The body is here, whole: what is still to be sent; perhaps nothing. */
    Buffer passEnd() {
        fill.ifPresent(Fill::end);
        return compressed.map(Compression.Compressed::end).orElseGet(Buffer::buffer);
    }

    /** @param status of the answer, or 0 when the client is gone */
    void ended(int status) {
        fill.ifPresent(Fill::abandon);
        compressed.ifPresent(Compression.Compressed::close);
        boolean refused = status >= CLIENT_ERROR_MIN && status < SERVER_ERROR_MIN;
        if (written != null && !refused) {
            edge.cache().written(written);
        }
    }
}
