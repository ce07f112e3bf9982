package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PoisonIT {
    @Test
    void onlyAPoisonousPathKills() throws Exception {
        CountDownLatch crashed = new CountDownLatch(1);
        try (ServedHandler cell = new ServedHandler(
                new Poison(request -> request.response().setStatusCode(204).end(), crashed::countDown))) {
            String harmless = "/v1/tenants/acme/accounts/harmless?note=poison";
            assertThat(cell.get(harmless).await().statusCode()).isEqualTo(204);
            assertThat(crashed.getCount()).isEqualTo(1);
            cell.get("/v1/tenants/acme/accounts/poison-7");
            assertThat(crashed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
