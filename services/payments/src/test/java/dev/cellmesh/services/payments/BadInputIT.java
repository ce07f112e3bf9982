package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.TENANT;
import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.identity.SigningKeys;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Is bad input refused by name, and leaves nothing behind? */
class BadInputIT {
    private static CellFixture fixture;
    private static String from;
    private static String to;
    private static long entriesBefore;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CellFixture();
        from = fixture.openAccount("EUR", 100);
        to = fixture.openAccount("EUR", 0);
        entriesBefore = footprint();
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        assertThat(footprint()).isEqualTo(entriesBefore);
    }

    private static long footprint() throws Exception {
        return fixture.number("SELECT (SELECT count(*) FROM ledger_entry) + (SELECT count(*) FROM account)"
                + " + (SELECT count(*) FROM idempotency) + (SELECT count(*) FROM outbox)");
    }

    private static void assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(new JsonObject(response.body()).getString("type")).isEqualTo(type.uri());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return fixture.send(fixture.request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", newKey())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-5",
                "1.5",
                "\"5\"",
                "null",
                "true",
                "[5]",
                "1000000000000001",
                "9223372036854775807",
                "9223372036854775808",
                "1e19",
                "1e400",
                "-9223372036854775808",
                "123456789012345678901234567890",
                "18446744073709551621",
                "5.0",
                "5e0",
                "5.00000000000000001",
                "0.99999999999999999999",
                "1000000000000000.01"
            })
    void amountsThatAreNone(String amount) throws Exception {
        String body = transfer(from, to, 77).encode().replace("77", amount);
        assertProblem(post(transfers(), body), ProblemType.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"currency\":\"EURO\"}",
                "{\"currency\":\"eur\"}",
                "{\"currency\":\"ZZZ\"}",
                "{\"currency\":978}",
                "{}",
                "{\"currency\":\"EUR\",\"openingBalance\":-1}",
                "{\"currency\":\"EUR\",\"openingBalance\":1000000000000001}",
                "{\"currency\":\"EUR\",\"openingBalance\":0.5}",
                "{\"currency\":\"EUR\",\"openingBalance\":0.99999999999999999999}",
                "{\"currency\":\"EUR\",\"openingBalance\":5e0}",
                "{\"currency\":\"EUR\",\"label\":7}",
                "{\"currency\":\"EUR\",\"label\":\"a\\u0000b\"}",
                "{\"currency\":\"EUR\",\"label\":\"a\\u001fb\"}",
                "{\"currency\":\"EUR\",\"label\":\"a\\nb\"}",
                "{\"currency\":\"EUR\",\"label\":\"a\\n\"}",
                "{\"currency\":\"EUR\",\"label\":\"a\\r\\n\"}",
                "{\"currency\":\"EUR\",\"label\":\"\\ud800\"}",
                "{\"currency\":\"EUR\\n\"}",
                "{\"currency\":\"\\ud800\"}",
                "{\"currency\":\"EUR\",\"\\ud800\":1}",
                "{\"currency\":\"EUR\",\"\\u0000\":1}",
                "{\"currency\":\"EUR\",\"balance\":5}",
                "{\"currency\":\"EUR\"",
                "{\"currency\":\"EUR\"} {}",
                "currency=EUR",
                "null",
                "[]",
                "\"EUR\"",
                "978",
                ""
            })
    void accountsThatAreNone(String body) throws Exception {
        assertProblem(post(accounts(), body), ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void bodiesThatAreNestedDeeply() throws Exception {
        assertProblem(post(accounts(), "[".repeat(60_000)), ProblemType.MALFORMED_REQUEST);
        assertProblem(
                post(accounts(), "{\"currency\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}"),
                ProblemType.MALFORMED_REQUEST);
        assertProblem(
                post(accounts(), "{\"currency\":" + "[".repeat(900) + "]".repeat(900) + "}"),
                ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void bodiesThatAreNoText() throws Exception {
        byte[] torn = "{\"currency\":\"EUR\",\"label\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
        torn[torn.length - 3] = (byte) 0xff;
        for (byte[] body : new byte[][] {torn, "[".repeat(60_000).getBytes(StandardCharsets.US_ASCII), new byte[64]}) {
            assertProblem(
                    fixture.send(fixture.request(accounts())
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", newKey())
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))),
                    ProblemType.MALFORMED_REQUEST);
        }
    }

    @Test
    void accountIdsThatAreNone() throws Exception {
        assertProblem(fixture.get(accounts() + "/7"), ProblemType.MALFORMED_REQUEST);
        assertProblem(fixture.get(accounts() + "/" + from + "%0A"), ProblemType.MALFORMED_REQUEST);
        assertProblem(post(transfers(), transfer(from + "\n", to, 5).encode()), ProblemType.MALFORMED_REQUEST);
        assertProblem(post(transfers(), transfer(from, to + "\r\n", 5).encode()), ProblemType.MALFORMED_REQUEST);
        assertProblem(fixture.get(accounts() + "/" + newKey().replace('-', '_')), ProblemType.MALFORMED_REQUEST);
        assertProblem(post(transfers(), transfer(from, "x", 5).encode()), ProblemType.MALFORMED_REQUEST);
        assertProblem(fixture.get(accounts() + "/" + newKey()), ProblemType.UNKNOWN_ENTITY);
        assertProblem(fixture.get(transfers() + "/" + newKey()), ProblemType.UNKNOWN_ENTITY);
        assertProblem(fixture.get(accounts() + "/" + newKey() + "/ledger"), ProblemType.UNKNOWN_ENTITY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=x",
                "after=x",
                "after=djE6MA",
                "after=djE6",
                "after=",
                "limit=null",
                "limit=",
                "limit=5.5",
                "limit=1e400",
                "limit=9223372036854775808",
                "limit=5&limit=6",
                "after=null",
                "after=%00",
                "after=%ED%A0%80",
                "after=djE6NQ%0A"
            })
    void pagesThatAreNone(String query) throws Exception {
        assertProblem(fixture.get(accounts() + "/" + from + "/ledger?" + query), ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void keysThatAreNone() throws Exception {
        for (String key : new String[] {"x".repeat(256), "a b", "\"open", "\"\""}) {
            assertProblem(
                    fixture.send(
                            fixture.post(transfers(), transfer(from, to, 5)).header("Idempotency-Key", key)),
                    ProblemType.MALFORMED_REQUEST);
        }
        assertProblem(
                fixture.send(
                        fixture.post(transfers(), transfer(from, to, 5)).header("Idempotency-Key", "x".repeat(20_000))),
                ProblemType.HEADERS_TOO_LARGE);
        assertProblem(
                fixture.send(fixture.post(transfers(), transfer(from, to, 5))
                        .header("Idempotency-Key", "a")
                        .header("Idempotency-Key", "b")),
                ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void tokensThatAreNone() throws Exception {
        String good = fixture.token(TENANT);
        String[] parts = good.split("\\.");
        String unsigned = encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".";
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String forged = parts[0] + "." + encode(claims.replace("ann", "eve")) + "." + parts[2];
        String foreign = fixture.mint(SigningKeys.generate(), TENANT, Duration.ofMinutes(1));
        String expired = fixture.mint(CellFixture.KEYS, TENANT, Duration.ofMinutes(-1));
        String elsewhere = JWTAuth.create(
                        fixture.vertx,
                        new JWTAuthOptions()
                                .addPubSecKey(new PubSecKeyOptions()
                                        .setAlgorithm("ES256")
                                        .setBuffer(CellFixture.KEYS.privateKeyPem())))
                .generateToken(
                        new JsonObject().put("sub", "ann").put("tenant", TENANT.value()),
                        new JWTOptions()
                                .setAlgorithm("ES256")
                                .setIssuer("cellmesh")
                                .addAudience("elsewhere")
                                .setExpiresInSeconds(60));
        for (String token : new String[] {unsigned, forged, foreign, expired, elsewhere, "", "x", good + "x"}) {
            HttpResponse<String> response = fixture.send(HttpRequest.newBuilder(fixture.uri(0, accounts() + "/" + from))
                    .header("Authorization", "Bearer " + token));
            assertThat(response.statusCode()).as(token).isEqualTo(401);
            assertProblem(response, ProblemType.UNAUTHENTICATED);
            assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aHundredMegabytes() throws Exception {
        HttpResponse<String> response = fixture.send(fixture.request(transfers())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", newKey())
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100 << 20])));
        assertProblem(response, ProblemType.BODY_TOO_LARGE);
    }

    @Test
    void levels() throws Exception {
        for (String level : new String[] {"strong", "eventual", "session", "bounded; max-staleness=2s"}) {
            HttpResponse<String> read =
                    fixture.send(fixture.request(accounts() + "/" + from).header("X-Consistency-Level", level));
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(read.headers().firstValue("X-Consistency-Level")).contains("strong");
            assertThat(read.headers().firstValue("X-Data-Stale")).contains("false");
            assertThat(read.headers().firstValue("X-Data-Region")).contains("us-east1");
        }
        assertProblem(
                fixture.send(fixture.request(accounts() + "/" + from).header("X-Consistency-Level", "strongest")),
                ProblemType.MALFORMED_REQUEST);
    }
}
