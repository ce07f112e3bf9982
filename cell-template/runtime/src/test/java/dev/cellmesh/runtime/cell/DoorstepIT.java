package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DoorstepIT {
    private static final int INSIDE = 404;

    @Test
    void whoStopsSaysSoToWhoAsksForNothing() {
        AtomicBoolean isDraining = new AtomicBoolean();
        try (ServedHandler cell = new ServedHandler(
                new Doorstep(request -> request.response().setStatusCode(INSIDE).end(), isDraining::get))) {
            assertThat(cell.get("/").await().statusCode()).isEqualTo(INSIDE);
            isDraining.set(true);
            HttpClientResponse stopping = cell.get("/").await();
            assertThat(stopping.statusCode()).isEqualTo(503);
            assertThat(stopping.getHeader("Retry-After")).isNotNull();
            assertThat(cell.get("/v1/tenants/acme/accounts").await().statusCode())
                    .isEqualTo(INSIDE);
        }
    }
}
