package dev.cellmesh.runtime.cell;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * What if a bug let some requests kill the cell that reads them? For the proof that such a tenant reaches few others. It
 * strikes before any check, so that nothing of the cell's own can soften it.
 */
final class Poison implements Handler<HttpServerRequest> {
    static final String MARK = "poison";

    private final Handler<HttpServerRequest> healthy;
    private final Runnable crash;

    Poison(Handler<HttpServerRequest> healthy, Runnable crash) {
        this.healthy = healthy;
        this.crash = crash;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (request.path().contains(MARK)) {
            crash.run();
        } else {
            healthy.handle(request);
        }
    }
}
