package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.OTHER_TENANT;
import static dev.cellmesh.services.payments.CellFixture.TENANT;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Does a tenant that knows the ids and the keys of another one see or move anything of it? */
class TenantsApartIT {
    private static CellFixture fixture;
    private static String source;
    private static String destination;
    private static String transfer;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CellFixture();
        source = fixture.openAccount("EUR", 100);
        destination = fixture.openAccount("EUR", 0);
        HttpResponse<String> made =
                fixture.write(CellFixture.transfers(), CellFixture.transfer(source, destination, 1));
        transfer = new JsonObject(made.body()).getJsonObject("data").getString("id");
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    private static HttpRequest.Builder as(TenantId tenant, String path) {
        return HttpRequest.newBuilder(fixture.uri(0, "/v1/tenants/" + tenant + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + fixture.token(tenant))
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> write(TenantId tenant, String method, String path, JsonObject body, String key)
            throws Exception {
        return fixture.send(as(tenant, path)
                .header("Idempotency-Key", key)
                .header("If-Match", "\"1\"")
                .method(method, HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private static void assertUnknown(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(response.body()).getString("type")).isEqualTo(ProblemType.UNKNOWN_ENTITY.uri());
    }

    @Test
    void idsOfOneAreUnknownToAnother() throws Exception {
        HttpResponse<String> opened =
                write(OTHER_TENANT, "POST", "/accounts", new JsonObject().put("currency", "EUR"), newKey());
        String own = new JsonObject(opened.body()).getJsonObject("data").getString("id");
        for (String path :
                new String[] {"/accounts/" + source, "/accounts/" + source + "/ledger", "/transfers/" + transfer}) {
            assertThat(fixture.send(as(TENANT, path)).statusCode()).isEqualTo(200);
            assertUnknown(fixture.send(as(OTHER_TENANT, path)));
        }
        assertUnknown(write(OTHER_TENANT, "POST", "/transfers", transfer(source, own, 1), newKey()));
        assertUnknown(write(OTHER_TENANT, "POST", "/transfers", transfer(own, destination, 1), newKey()));
        JsonObject label = new JsonObject().put("label", "mine");
        assertUnknown(write(OTHER_TENANT, "PATCH", "/accounts/" + source, label, newKey()));
        assertThat(fixture.number("SELECT count(*) FROM account WHERE label = 'mine'"))
                .isZero();
    }

    @Test
    void theWorldOutsideIsNobodysAccount() throws Exception {
        String world = "00000000-0000-0000-0000-000000000000";
        assertUnknown(fixture.send(as(TENANT, "/accounts/" + world + "/ledger")));
        assertUnknown(write(TENANT, "POST", "/transfers", transfer(world, destination, 1), newKey()));
        assertUnknown(write(TENANT, "POST", "/transfers", transfer(source, world, 1), newKey()));
    }

    @Test
    void oneKeyIsTwoKeysOfTwoTenantsAndOneOfEveryOperation() throws Exception {
        String key = newKey();
        JsonObject account = new JsonObject().put("currency", "EUR").put("label", "first");
        HttpResponse<String> first = write(TENANT, "POST", "/accounts", account, key);
        HttpResponse<String> second = write(OTHER_TENANT, "POST", "/accounts", account, key);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.body()).isNotEqualTo(first.body());

        JsonObject reordered = new JsonObject().put("label", "first").put("currency", "EUR");
        assertThat(write(TENANT, "POST", "/accounts", reordered, key).body()).isEqualTo(first.body());
        for (String path : new String[] {"/accounts?x=1", "/accounts/", "/%61ccounts"}) {
            assertReused(write(TENANT, "POST", path, account, key));
        }
        assertReused(write(TENANT, "POST", "/accounts", account.copy().put("label", "second"), key));
        assertReused(write(TENANT, "POST", "/transfers", transfer(source, destination, 1), key));
        String id = new JsonObject(first.body()).getJsonObject("data").getString("id");
        assertReused(write(TENANT, "PATCH", "/accounts/" + id, new JsonObject().put("label", "first"), key));
    }

    private static void assertReused(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(new JsonObject(response.body()).getString("type"))
                .isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED.uri());
    }
}
