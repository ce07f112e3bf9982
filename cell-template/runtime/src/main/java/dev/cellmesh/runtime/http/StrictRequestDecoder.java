package dev.cellmesh.runtime.http;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Where does a body end when the headers say it twice? Nowhere: a request with both a length and a transfer coding is
 * refused. The decoder it extends would drop the length without a trace, which is allowed (RFC 9112, 6.3), but hides that
 * somebody tries to smuggle a request past another proxy.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Content-Length and Transfer-Encoding");
    }
}
