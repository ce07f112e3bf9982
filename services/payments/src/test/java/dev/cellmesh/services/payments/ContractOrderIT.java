package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.MOVED;
import static dev.cellmesh.services.payments.CellFixture.OTHER_TENANT;
import static dev.cellmesh.services.payments.CellFixture.SMALL;
import static dev.cellmesh.services.payments.CellFixture.SUSPENDED;
import static dev.cellmesh.services.payments.CellFixture.TENANT;
import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
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

/**
 * Is of several outcomes only the first of the contract returned? The walk begins with a request in which everything is wrong,
 * and mends one thing at a time, in the contract's order.
 */
class ContractOrderIT {
    private static CellFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CellFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static JsonObject assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("X-Cell")).contains(CellFixture.CELL.toString());
        assertThat(response.headers().firstValue("traceparent")).isPresent();
        assertThat(response.headers().firstValue("Server-Timing")).isPresent();
        JsonObject problem = json(response);
        assertThat(problem.getString("type")).isEqualTo(type.uri());
        assertThat(problem.getInteger("status")).isEqualTo(type.status());
        return problem;
    }

    /** A transfer of a tenant, with whatever is wrong with it. */
    private static HttpRequest.Builder attempt(TenantId tenant, JsonObject body) {
        return HttpRequest.newBuilder(fixture.uri(0, "/v1/tenants/" + tenant + "/transfers"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
    }

    private static HttpRequest.Builder as(TenantId tenant, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + fixture.token(tenant));
    }

    /** One a second is allowed, and a slow machine may take longer for one. */
    private static HttpResponse<String> beyondItsPlan(JsonObject body) throws Exception {
        for (int tries = 0; ; tries++) {
            HttpResponse<String> response =
                    fixture.send(as(SMALL, attempt(SMALL, body)).header("X-Request-Deadline", "0"));
            if (response.statusCode() == ProblemType.QUOTA_EXCEEDED.status() || tries == 50) {
                return response;
            }
        }
    }

    @Test
    void theFirstOutcomeWins() throws Exception {
        TenantId ghost = new TenantId("ghost");
        JsonObject unknownAccounts = transfer(newKey(), newKey(), 1);
        // 1: before identity, also for what the schema cannot say and for headers
        assertProblem(
                fixture.send(attempt(ghost, unknownAccounts.copy().put("amount", -1))), ProblemType.MALFORMED_REQUEST);
        assertProblem(
                fixture.send(attempt(ghost, unknownAccounts.copy().put("currency", "XYZ"))),
                ProblemType.MALFORMED_REQUEST);
        assertProblem(
                fixture.send(attempt(ghost, unknownAccounts).header("If-Match", "5")), ProblemType.MALFORMED_REQUEST);
        assertProblem(
                fixture.send(attempt(ghost, unknownAccounts).header("X-Last-Write-Timestamp", "1.forged.token")),
                ProblemType.MALFORMED_REQUEST);
        // 2
        assertProblem(fixture.send(attempt(ghost, unknownAccounts)), ProblemType.UNAUTHENTICATED);
        assertProblem(fixture.send(as(TENANT, attempt(ghost, unknownAccounts))), ProblemType.WRONG_TENANT);
        // 3
        assertProblem(fixture.send(as(ghost, attempt(ghost, unknownAccounts))), ProblemType.UNKNOWN_TENANT);
        assertProblem(fixture.send(as(SUSPENDED, attempt(SUSPENDED, unknownAccounts))), ProblemType.TENANT_SUSPENDED);
        // 4
        JsonObject misdirected = assertProblem(
                fixture.send(as(MOVED, attempt(MOVED, unknownAccounts)).header("X-Request-Deadline", "0")),
                ProblemType.MISDIRECTED);
        assertThat(misdirected.getString("cell")).isEqualTo(CellFixture.OTHER_CELL.toString());
        assertThat(misdirected.getLong("routeEpoch")).isEqualTo(CellFixture.ROUTE_EPOCH);
        // 5: by a request that has no time left and no key
        HttpResponse<String> beyond = beyondItsPlan(unknownAccounts);
        assertProblem(beyond, ProblemType.QUOTA_EXCEEDED);
        assertThat(beyond.headers().firstValue("RateLimit-Policy")).contains("\"least\";q=1;w=1");
        assertThat(beyond.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"least\";r=0;t=");
        assertThat(beyond.headers().firstValue("Retry-After")).isPresent();
        assertProblem(
                fixture.send(as(SMALL, attempt(SMALL, unknownAccounts.copy().put("amount", -1)))),
                ProblemType.MALFORMED_REQUEST);
        // 6
        HttpResponse<String> late =
                fixture.send(as(TENANT, attempt(TENANT, unknownAccounts)).header("X-Request-Deadline", "0"));
        assertProblem(late, ProblemType.DEADLINE_EXCEEDED);
        assertThat(late.headers().firstValue("Retry-After")).isPresent();
        assertThat(late.headers().firstValue("RateLimit")).isPresent();
        // 7
        assertProblem(fixture.send(as(TENANT, attempt(TENANT, unknownAccounts))), ProblemType.IDEMPOTENCY_KEY_MISSING);
        // 10
        assertProblem(
                fixture.send(as(TENANT, attempt(TENANT, unknownAccounts))
                        .header("Idempotency-Key", newKey())
                        .header("If-Match", "\"9\"")),
                ProblemType.UNKNOWN_ENTITY);
    }

    @Test
    void whatIsStoredBeatsTheFenceAndTheFenceTheRest() throws Exception {
        String from = fixture.openAccount("EUR", 10);
        String to = fixture.openAccount("EUR", 0);
        String key = newKey();
        HttpResponse<String> first = keyed(key, transfer(from, to, 4));
        assertThat(first.statusCode()).isEqualTo(201);
        fixture.routes.writerEpoch(2);
        try {
            // 7
            assertProblem(keyed(key, transfer(from, to, 5)), ProblemType.IDEMPOTENCY_KEY_REUSED);
            // 8
            HttpResponse<String> replay = keyed(key, transfer(from, to, 4));
            assertThat(replay.statusCode()).isEqualTo(201);
            assertThat(replay.body()).isEqualTo(first.body());
            // 9
            JsonObject fenced = assertProblem(keyed(newKey(), transfer(newKey(), to, 4)), ProblemType.FENCED);
            assertThat(fenced.getString("region")).isEqualTo("us-east1");
            assertThat(fenced.getInteger("retryAfter")).isPositive();
        } finally {
            fixture.routes.writerEpoch(1);
        }
        assertThat(fixture.number("SELECT balance FROM account WHERE account_id = '" + from + "'"))
                .isEqualTo(6);
    }

    @Test
    void whatIsStoredBeatsAWriterThatNobodyDeclared() throws Exception {
        String from = fixture.openAccount("EUR", 10);
        String to = fixture.openAccount("EUR", 0);
        String key = newKey();
        HttpResponse<String> first = keyed(key, transfer(from, to, 4));
        fixture.routes.noWriter();
        try {
            assertProblem(keyed(key, transfer(from, to, 5)), ProblemType.IDEMPOTENCY_KEY_REUSED);
            assertThat(keyed(key, transfer(from, to, 4)).body()).isEqualTo(first.body());
            assertProblem(keyed(newKey(), transfer(from, to, 4)), ProblemType.FENCED);
        } finally {
            fixture.routes.writerEpoch(1);
        }
    }

    @Test
    void versionsAreJudgedBehindExistenceAndBeforeTheDomain() throws Exception {
        String poor = fixture.openAccount("EUR", 1);
        String rich = fixture.openAccount("EUR", 1_000_000_000_000_000L);
        String dollars = fixture.openAccount("USD", 10);
        // 10
        assertProblem(label(newKey(), null), ProblemType.UNKNOWN_ENTITY);
        assertProblem(keyed(newKey(), transfer(poor, newKey(), 5)), ProblemType.UNKNOWN_ENTITY);
        // 11
        assertProblem(label(poor, null), ProblemType.PRECONDITION_REQUIRED);
        JsonObject conflict = assertProblem(label(poor, "\"3\""), ProblemType.VERSION_CONFLICT);
        assertThat(conflict.getLong("currentVersion")).isEqualTo(1);
        assertThat(conflict.getLong("providedVersion")).isEqualTo(3);
        assertProblem(label(poor, "W/\"1\""), ProblemType.VERSION_CONFLICT);
        assertProblem(
                fixture.send(fixture.post(transfers(), transfer(poor, poor, 5))
                        .header("Idempotency-Key", newKey())
                        .header("If-Match", "\"2\"")),
                ProblemType.VERSION_CONFLICT);
        // 12
        assertProblem(keyed(newKey(), transfer(poor, poor, 5)), ProblemType.SAME_ACCOUNT);
        assertProblem(keyed(newKey(), transfer(poor, dollars, 5)), ProblemType.CURRENCY_MISMATCH);
        assertThat(assertProblem(keyed(newKey(), transfer(poor, rich, 2)), ProblemType.INSUFFICIENT_FUNDS)
                        .getLong("balance"))
                .isEqualTo(1);
        assertProblem(keyed(newKey(), transfer(poor, rich, 1)), ProblemType.BALANCE_LIMIT);
        // 13
        assertThat(fixture.send(fixture.post(transfers(), transfer(rich, poor, 2))
                                .header("Idempotency-Key", newKey())
                                .header("If-Match", "\"1\""))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aRefusalIsStoredLikeASuccess() throws Exception {
        String poor = fixture.openAccount("EUR", 1);
        String rich = fixture.openAccount("EUR", 100);
        String key = newKey();
        HttpResponse<String> refused = keyed(key, transfer(poor, rich, 50));
        assertProblem(refused, ProblemType.INSUFFICIENT_FUNDS);
        assertThat(keyed(newKey(), transfer(rich, poor, 60)).statusCode()).isEqualTo(201);
        HttpResponse<String> again = keyed(key, transfer(poor, rich, 50));
        assertThat(again.body()).isEqualTo(refused.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void aMissingPreconditionLeavesTheKeyFree() throws Exception {
        String account = fixture.openAccount("EUR", 1);
        String key = newKey();
        assertProblem(labelWith(account, null, key), ProblemType.PRECONDITION_REQUIRED);
        assertThat(labelWith(account, "\"1\"", key).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOfOneTenantIsForeignToAnother() throws Exception {
        HttpResponse<String> opened = fixture.write(accounts(), new JsonObject().put("currency", "EUR"));
        String token = opened.headers().firstValue("X-Write-Timestamp").orElseThrow();
        String account = opened.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> read = fixture.send(fixture.request(account).header("X-Last-Write-Timestamp", token));
        assertThat(read.statusCode()).isEqualTo(200);
        assertProblem(
                fixture.send(as(
                        OTHER_TENANT,
                        HttpRequest.newBuilder(fixture.uri(0, account.replace("acme", "bolt")))
                                .header("X-Last-Write-Timestamp", token))),
                ProblemType.MALFORMED_REQUEST);
    }

    private static HttpResponse<String> keyed(String key, JsonObject body) throws Exception {
        return fixture.send(fixture.post(transfers(), body).header("Idempotency-Key", key));
    }

    private static HttpResponse<String> label(String account, String ifMatch) throws Exception {
        return labelWith(account, ifMatch, newKey());
    }

    private static HttpResponse<String> labelWith(String account, String ifMatch, String key) throws Exception {
        HttpRequest.Builder request = fixture.request(accounts() + "/" + account)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"label\":\"x\"}"));
        return fixture.send(ifMatch == null ? request : request.header("If-Match", ifMatch));
    }
}
