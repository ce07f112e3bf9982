package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EdgeForwardingIT extends EdgeFixture {
    @BeforeEach
    void start() {
        startEdge();
    }

    private FakeCell.Seen onlySeen() {
        return seenAtCells()
                .reduce((one, other) -> {
                    throw new AssertionError("more than one");
                })
                .orElseThrow();
    }

    @Test
    void aRequestGoesToAllCellsOfTheTenantAndToNoOther() {
        Set<String> answered = new HashSet<>();
        try (RawClient client = client()) {
            for (int i = 0; i < 40; i++) {
                RawClient.Answer answer = client.send(get()).answer();
                assertThat(answer.status()).isEqualTo(200);
                answered.add(answer.header("X-Cell"));
            }
        }
        assertThat(answered).containsExactlyInAnyOrder("us-east1-c01", "us-east1-c02");
    }

    @Test
    void aWriteCarriesItsBodyAndWhatTheCellNeeds() {
        RawClient.Answer answer = ask(post(
                "{\"a\":1}",
                "Content-Type: application/json",
                "X-Request-Deadline: 5000",
                "X-User-Region: europe-west1"));
        assertThat(answer.status()).isEqualTo(200);
        FakeCell.Seen seen = onlySeen();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.target()).isEqualTo(ACCOUNTS);
        assertThat(seen.body()).hasToString("{\"a\":1}");
        assertThat(seen.headers().get("Content-Length")).isEqualTo("7");
        assertThat(seen.headers().get("Idempotency-Key")).isEqualTo("k1");
        assertThat(seen.headers().get("X-User-Region")).isEqualTo("europe-west1");
        assertThat(Integer.parseInt(seen.headers().get("X-Request-Deadline"))).isBetween(1, 4_500);
        assertThat(seen.headers().get("Via")).isEqualTo("1.1 us-east1-edge");
        assertThat(seen.headers().get("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(seen.headers().get("Forwarded")).isEqualTo("for=127.0.0.1;host=\"edge.example\";proto=http");
        assertThat(seen.headers().get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(answer.header("Via")).isEqualTo("1.1 us-east1-edge");
        assertThat(answer.header("traceparent")).isEqualTo(seen.headers().get("traceparent"));
    }

    @Test
    void theCellHearsByWhichRoutesItWasChosenAndOnlyFromTheEdge() {
        ask(get("X-Route-Epoch: 999", "x-route-epoch: 998"));
        assertThat(onlySeen().headers().getAll("X-Route-Epoch")).containsExactly("1");
        cells.values().forEach(cell -> cell.seen.clear());
        publish(routes(5, TenantStatus.ACTIVE, 3));
        await(() -> ask(get()).header("X-Cell").equals("us-east1-c03"));
        assertThat(cell(3).seen.getFirst().headers().getAll("X-Route-Epoch")).containsExactly("5");
    }

    @Test
    void aTraceGoesOn() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        ask(get("traceparent: 00-" + trace + "-00f067aa0ba902b7-00", "tracestate: a=1"));
        assertThat(onlySeen().headers().get("traceparent")).startsWith("00-" + trace + "-");
        assertThat(onlySeen().headers().get("tracestate")).isEqualTo("a=1");
    }

    @Test
    void aTraceThatCannotBeReadIsBegunAnew() {
        ask(get("traceparent: 00-00000000000000000000000000000000-00f067aa0ba902b7-00", "tracestate: a=1"));
        assertThat(onlySeen().headers().get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(onlySeen().headers().contains("tracestate")).isFalse();
    }

    @Test
    void headersOfOneHopStayThere() {
        cells.values()
                .forEach(cell -> cell.answers(request -> request.response()
                        .putHeader("Connection", "X-Mine")
                        .putHeader("X-Mine", "1")
                        .putHeader("Keep-Alive", "timeout=9")
                        .putHeader("Server-Timing", "cell;dur=1, db;dur=2")
                        .putHeader("ETag", "\"5\"")
                        .end()));
        RawClient.Answer answer = ask(get(
                "Connection: keep-alive, X-Secret",
                "X-Secret: 1",
                "Keep-Alive: timeout=5",
                "Proxy-Authorization: Basic YTpi",
                "TE: trailers",
                "Upgrade: websocket",
                "X-Forwarded-For: 9.9.9.9",
                "X-Forwarded-Host: evil",
                "Forwarded: for=9.9.9.9",
                "X-Cell: us-east1-c09",
                "Via: 1.0 other"));
        assertThat(answer.header("X-Mine")).isNull();
        assertThat(answer.header("Keep-Alive")).isNull();
        assertThat(answer.header("ETag")).isEqualTo("\"5\"");
        assertThat(answer.header("Server-Timing")).matches("cell;dur=1, db;dur=2, edge;dur=[0-9.]+");
        MultiMap headers = onlySeen().headers();
        assertThat(headers.names())
                .doesNotContain("X-Secret", "Keep-Alive", "Proxy-Authorization", "TE", "Upgrade", "X-Forwarded-Host")
                .doesNotContain("X-Cell");
        assertThat(headers.get("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(headers.get("Via")).isEqualTo("1.0 other, 1.1 us-east1-edge");
    }

    @Test
    void whoeverMayNotIsRefusedInTheOrderOfTheContract() {
        String noToken = "GET " + ACCOUNTS + " HTTP/1.1\r\nHost: e\r\n";
        assertThat(ask(noToken + "X-Request-Deadline: soon\r\n\r\n").problem()).isEqualTo("malformed-request");
        RawClient.Answer unauthenticated = ask(noToken + "\r\n");
        assertThat(unauthenticated.status()).isEqualTo(401);
        assertThat(unauthenticated.problem()).isEqualTo("unauthenticated");
        assertThat(unauthenticated.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(ask(head("GET", "/v1/tenants/globex/accounts") + "\r\n").problem())
                .isEqualTo("wrong-tenant");
        RawClient.Answer unknown =
                ask("GET /v1/tenants/globex/a HTTP/1.1\r\nHost: e\r\nAuthorization: " + token("globex") + "\r\n\r\n");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.problem()).isEqualTo("unknown-tenant");
        assertThat(ask(head("GET", "/v1/admin/tenants") + "\r\n").problem()).isEqualTo("unknown-path");
        assertThat(ask(head("GET", "/v1/tenants/acme/../globex/a") + "\r\n").problem())
                .isEqualTo("malformed-request");
        assertThat(ask(head("TRACE", ACCOUNTS) + "\r\n").problem()).isEqualTo("method-not-allowed");
        assertThat(ask(get("X-Request-Deadline: 0")).problem()).isEqualTo("deadline-exceeded");
        assertThat(requestsAtCells()).isZero();
    }

    @Test
    void aSuspendedTenantIsRefusedSoonAfterTheControlPlaneSaysSo() {
        assertThat(ask(get()).status()).isEqualTo(200);
        publish(routes(2, TenantStatus.SUSPENDED, 1, 2));
        await(() -> ask(get()).status() == 403);
        assertThat(ask(get()).problem()).isEqualTo("tenant-suspended");
        publish(routes(3, TenantStatus.ACTIVE, 1, 2));
        await(() -> ask(get()).status() == 200);
    }

    @Test
    void answersWithoutABodyKeepTheirLength() {
        cells.values()
                .forEach(cell -> cell.answers(request ->
                        request.response().putHeader("Content-Length", "123").end()));
        try (RawClient client = client()) {
            RawClient.Answer head = client.send(head("HEAD", ACCOUNTS) + "\r\n").answerToHead();
            assertThat(head.header("Content-Length")).isEqualTo("123");
            cells.values()
                    .forEach(cell -> cell.answers(
                            request -> request.response().setStatusCode(204).end()));
            RawClient.Answer none = client.send(get()).answer();
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.header("Content-Length")).isNull();
            assertThat(none.header("Transfer-Encoding")).isNull();
            assertThat(client.send(get()).answer().status()).isEqualTo(204);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        cells.values()
                .forEach(cell -> cell.answers(request -> request.response().end(request.uri())));
        try (RawClient client = client()) {
            client.send(head("GET", ACCOUNTS + "/1") + "\r\n" + head("GET", ACCOUNTS + "/2") + "\r\n");
            assertThat(client.answer().text()).endsWith("/1");
            assertThat(client.answer().text()).endsWith("/2");
        }
    }

    @Test
    void startsFromTheKeptRoutesWithoutTheControlPlane() {
        assertThat(ask(get()).status()).isEqualTo(200);
        await(() -> stateFolder.resolve("routes.json").toFile().exists());
        stopEdge();
        controlPlane.close().await();
        startEdge();
        assertThat(ask(get()).status()).isEqualTo(200);
    }

    @Test
    void metersHaveBoundedLabels() {
        ask(get());
        ask(head("GET", "/v1/tenants/globex/accounts") + "\r\n");
        assertThat(meters.get("cellmesh.edge.requests")
                        .tag("region", "us-east1")
                        .tag("status", "2xx")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("cellmesh.edge.requests")
                        .tag("region", "none")
                        .tag("status", "4xx")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(inFlight()).isZero();
    }
}
