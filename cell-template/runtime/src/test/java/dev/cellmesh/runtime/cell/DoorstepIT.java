package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorstepIT {
    private static final int INSIDE = 404;

    private final AtomicBoolean isDraining = new AtomicBoolean();
    private Vertx vertx;
    private HttpServer server;

    @BeforeEach
    void listen() {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(new Doorstep(
                        request -> request.response().setStatusCode(INSIDE).end(), isDraining::get))
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private HttpClientResponse get(String target) {
        return vertx.createHttpClient()
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", target)
                .compose(request -> request.send())
                .await();
    }

    @Test
    void whoStopsSaysSoToWhoAsksForNothing() {
        assertThat(get("/").statusCode()).isEqualTo(INSIDE);
        isDraining.set(true);
        assertThat(get("/").statusCode()).isEqualTo(503);
        assertThat(get("/").getHeader("Retry-After")).isNotNull();
        assertThat(get("/v1/tenants/acme/accounts").statusCode()).isEqualTo(INSIDE);
    }
}
