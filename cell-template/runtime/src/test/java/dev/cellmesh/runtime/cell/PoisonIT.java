package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoisonIT {
    private final CountDownLatch crashed = new CountDownLatch(1);
    private Vertx vertx;
    private HttpServer server;

    @BeforeEach
    void listen() {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(new Poison(
                        request -> request.response().setStatusCode(204).end(), crashed::countDown))
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private Future<HttpClientResponse> get(String target) {
        return vertx.createHttpClient()
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", target)
                .compose(request -> request.send());
    }

    @Test
    void onlyAPoisonousPathKills() throws Exception {
        assertThat(get("/v1/tenants/acme/accounts/harmless?note=poison").await().statusCode())
                .isEqualTo(204);
        assertThat(crashed.getCount()).isEqualTo(1);
        get("/v1/tenants/acme/accounts/poison-7");
        assertThat(crashed.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
