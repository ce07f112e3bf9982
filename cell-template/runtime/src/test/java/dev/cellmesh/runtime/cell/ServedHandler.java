package dev.cellmesh.runtime.cell;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/** A server of one handler, and its client. */
final class ServedHandler implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    ServedHandler(Handler<HttpServerRequest> handler) {
        server = vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .await();
    }

    Future<HttpClientResponse> get(String target) {
        return vertx.createHttpClient()
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", target)
                .compose(request -> request.send());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
