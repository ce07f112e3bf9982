package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Does the service do what its OpenAPI file says, through a real cell and a real database? */
class PaymentsIT {
    private static CellFixture fixture;
    private static ResponseValidator contract;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CellFixture();
        contract = ResponseValidator.create(
                fixture.vertx,
                OpenAPIContract.from(fixture.vertx, new PaymentsService().openApi())
                        .await());
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    /** Fails when the answer is not of the operation's schema. */
    private static HttpResponse<String> valid(String operationId, HttpResponse<String> response) {
        contract.validate(
                        ValidatableResponse.create(
                                response.statusCode(),
                                Buffer.buffer(response.body()),
                                response.headers().firstValue("Content-Type").orElseThrow()),
                        operationId)
                .await();
        return response;
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static JsonObject data(HttpResponse<String> response) {
        return json(response).getJsonObject("data");
    }

    @Test
    void anAccountIsOpenedAndRead() throws Exception {
        HttpResponse<String> opened = fixture.write(
                accounts(),
                new JsonObject()
                        .put("currency", "EUR")
                        .put("openingBalance", 500)
                        .put("label", "rent \u20ac"));
        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(opened.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(opened.headers().firstValue("Location")).isPresent();
        HttpResponse<String> read =
                fixture.get(opened.headers().firstValue("Location").orElseThrow());
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(json(valid("readAccount", read))).isEqualTo(json(valid("openAccount", opened)));
        assertThat(data(read).getLong("balance")).isEqualTo(500);
        assertThat(read.headers().firstValue("Last-Modified"))
                .isEqualTo(opened.headers().firstValue("Last-Modified"));
    }

    @Test
    void aTransferMovesMoneyOnce() throws Exception {
        String from = fixture.openAccount("EUR", 100);
        String to = fixture.openAccount("EUR", 0);
        String key = newKey();
        HttpResponse<String> first =
                fixture.send(fixture.post(transfers(), transfer(from, to, 30)).header("Idempotency-Key", key));
        HttpResponse<String> second =
                fixture.send(fixture.post(transfers(), transfer(from, to, 30)).header("Idempotency-Key", key));
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
        for (String header : List.of("ETag", "Last-Modified", "Location", "Content-Type")) {
            assertThat(second.headers().firstValue(header))
                    .isEqualTo(first.headers().firstValue(header));
        }
        assertThat(data(fixture.get(accounts() + "/" + from)).getLong("balance"))
                .isEqualTo(70);
        assertThat(data(fixture.get(accounts() + "/" + to)).getLong("balance")).isEqualTo(30);
        HttpResponse<String> read =
                fixture.get(first.headers().firstValue("Location").orElseThrow());
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(json(valid("readTransfer", read))).isEqualTo(json(valid("makeTransfer", first)));
        assertThat(data(read).getLong("fromVersion")).isEqualTo(2);
    }

    @Test
    void aLabelChangesTheSeenVersionOnly() throws Exception {
        String account = accounts() + "/" + fixture.openAccount("EUR", 5);
        HttpResponse<String> changed = fixture.send(label(account, "new").header("If-Match", "\"1\""));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(json(fixture.get(account))).isEqualTo(json(valid("labelAccount", changed)));
        HttpResponse<String> stale = fixture.send(label(account, "newer").header("If-Match", "\"1\""));
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(json(stale).getLong("currentVersion")).isEqualTo(2);
        assertThat(json(stale).getLong("providedVersion")).isEqualTo(1);
    }

    private static HttpRequest.Builder label(String path, String label) {
        return fixture.request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", newKey())
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString(
                                new JsonObject().put("label", label).encode()));
    }

    @Test
    void theLedgerIsPagedInOrder() throws Exception {
        String from = fixture.openAccount("EUR", 100);
        String to = fixture.openAccount("EUR", 0);
        for (int i = 1; i <= 4; i++) {
            assertThat(fixture.write(transfers(), transfer(from, to, i)).statusCode())
                    .isEqualTo(201);
        }
        List<Long> amounts = new ArrayList<>();
        String path = accounts() + "/" + from + "/ledger?limit=2";
        String next = "";
        for (int page = 0; next != null; page++) {
            assertThat(page).isLessThan(10);
            JsonObject body = json(valid("listLedger", fixture.get(next.isEmpty() ? path : path + "&after=" + next)));
            JsonArray entries = body.getJsonArray("data");
            assertThat(entries.size()).isLessThanOrEqualTo(2);
            entries.forEach(entry -> amounts.add(((JsonObject) entry).getLong("amount")));
            next = body.getString("next");
        }
        assertThat(amounts).containsExactly(100L, -1L, -2L, -3L, -4L);
        String empty = fixture.openAccount("EUR", 0);
        assertThat(json(fixture.get(accounts() + "/" + empty + "/ledger")).getJsonArray("data"))
                .isEmpty();
    }
}
