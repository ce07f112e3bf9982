package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What does a cell do at its end, and without its promise? */
class CellLifeIT {
    private static HttpResponse<String> send(CellFixture fixture, String key, String from, String to) throws Exception {
        return fixture.send(fixture.post(transfers(), transfer(from, to, 1)).header("Idempotency-Key", key));
    }

    @Test
    void aDrainingCellRefuses() throws Exception {
        try (CellFixture fixture = new CellFixture()) {
            String from = fixture.openAccount("EUR", 100);
            assertThat(fixture.cells.getFirst().isReady().await(10, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(fixture.get("/").statusCode()).isEqualTo(404);
            fixture.cells.getFirst().drain().await(10, TimeUnit.SECONDS);
            assertThat(fixture.cells.getFirst().isReady().await(10, TimeUnit.SECONDS))
                    .isFalse();
            assertThat(fixture.get("/").statusCode()).as("what an edge asks").isEqualTo(503);
            HttpResponse<String> refused = fixture.get(accounts() + "/" + from);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(new JsonObject(refused.body()).getString("type")).isEqualTo(ProblemType.DRAINING.uri());
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void withoutIdempotencyARepeatedTransferMovesMoneyTwice() throws Exception {
        try (CellFixture fixture = new CellFixture(UnaryOperator.identity(), true, 1)) {
            String from = fixture.openAccount("EUR", 100);
            String to = fixture.openAccount("EUR", 0);
            String key = newKey();
            assertThat(send(fixture, key, from, to).statusCode()).isEqualTo(201);
            assertThat(send(fixture, key, from, to).statusCode()).isEqualTo(201);
            assertThat(fixture.number("SELECT balance FROM account WHERE account_id = '" + to + "'"))
                    .isEqualTo(2);
        }
    }
}
