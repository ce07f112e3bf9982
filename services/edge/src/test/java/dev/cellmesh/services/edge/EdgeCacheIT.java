package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Which answers are kept, for whom, and until when? */
class EdgeCacheIT extends ProductsFixture {
    private double count(String outcome) {
        return meters.get("cellmesh.edge.cache.requests")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void theSecondAskerIsAnsweredHereAndToldTheTruth() {
        RawClient.Answer first = product();
        assertThat(first.header("Cache-Status")).isEqualTo("us-east1-edge; fwd=miss; stored");
        assertThat(first.header("Age")).isNull();
        assertThat(first.header("RateLimit")).isNotNull();
        RawClient.Answer second = product();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(body);
        assertThat(second.header("Cache-Status")).startsWith("us-east1-edge; hit; ttl=5");
        assertThat(second.header("RateLimit")).isNull();
        assertThat(second.header("ETag")).isEqualTo("\"5\"");
        assertThat(second.header("X-Cell")).isEqualTo("us-east1-c01");
        assertThat(second.header("Age")).matches("[0-9]+");
        assertThat(second.header("X-Data-Stale")).isEqualTo("true");
        assertThat(second.header("X-Consistency-Level")).startsWith("bounded; max-staleness=60000ms; staleness=");
        String told = second.header("X-Consistency-Level");
        assertThat(Long.parseLong(told.substring(told.lastIndexOf('=') + 1, told.length() - 2)))
                .isGreaterThanOrEqualTo(1_000);
        assertThat(requestsAtCells()).isEqualTo(1);
        assertThat(inFlight()).isZero();
    }

    @Test
    void whoHasItIsToldSo() {
        product();
        RawClient.Answer same = product("If-None-Match: \"4\", \"5\"");
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body().length()).isZero();
        assertThat(same.header("ETag")).isEqualTo("\"5\"");
        assertThat(product("If-None-Match: \"4\"").status()).isEqualTo(200);
        assertThat(requestsAtCells()).isEqualTo(1);
    }

    @Test
    void whoAsksForMoreGetsItFromACell() {
        product();
        product("X-Last-Write-Timestamp: 2.a.b");
        product("X-Consistency-Level: strong");
        product("Cache-Control: no-cache");
        RawClient.Answer bypassing = product("X-Consistency-Level: session");
        assertThat(bypassing.header("Cache-Status")).isEqualTo("us-east1-edge; fwd=request");
        assertThat(requestsAtCells()).isEqualTo(5);
        assertThat(count("bypass")).isEqualTo(4);
    }

    @Test
    void aNarrowerBoundHasAnAnswerOfItsOwn() {
        product();
        level = "bounded; max-staleness=2000ms; staleness=100ms";
        control = "private, max-age=1";
        product("X-Consistency-Level: bounded; max-staleness=2s");
        assertThat(requestsAtCells()).isEqualTo(2);
        RawClient.Answer kept = product("X-Consistency-Level: bounded; max-staleness=2000ms");
        assertThat(kept.header("Cache-Status")).contains("hit");
        assertThat(kept.header("X-Consistency-Level")).startsWith("bounded; max-staleness=2000ms; staleness=");
    }

    @Test
    void whatNoProfileAllowsIsNotKept() {
        ask(head("GET", "/v1/tenants/acme/stock/1") + "\r\n");
        RawClient.Answer second = ask(head("GET", "/v1/tenants/acme/stock/1") + "\r\n");
        assertThat(second.header("Cache-Status")).isNull();
        assertThat(requestsAtCells()).isEqualTo(2);
    }

    @Test
    void theTokenIsCheckedEachTime() {
        product();
        assertThat(ask("GET " + PRODUCT + " HTTP/1.1\r\nHost: e\r\n\r\n").status())
                .isEqualTo(401);
        assertThat(ask("GET " + PRODUCT + " HTTP/1.1\r\nHost: e\r\nAuthorization: " + token("globex") + "\r\n\r\n")
                        .status())
                .isEqualTo(403);
        publish(routes(2, TenantStatus.SUSPENDED, 1, 2));
        await(() -> product().status() == 403);
        assertThat(requestsAtCells()).isEqualTo(1);
    }

    @Test
    void aWriteEndsWhatIsKept() {
        product();
        body = "{\"price\":2}";
        ask(head("PUT", PRODUCT, "Idempotency-Key: k", "Content-Length: 2") + "\r\n{}");
        assertThat(product().text()).isEqualTo("{\"price\":2}");
        assertThat(product().header("Cache-Status")).isEqualTo("us-east1-edge; fwd=miss; stored");
    }

    @Test
    void aRefusedWriteDoesNot() {
        product();
        cells.values().forEach(cell -> cell.answersProblem(412, "version-conflict"));
        ask(head("PUT", PRODUCT, "Idempotency-Key: k", "Content-Length: 2") + "\r\n{}");
        assertThat(product().header("Cache-Status")).contains("hit");
    }

    @Test
    void whileOneAsksTheOthersWaitForItsAnswer() {
        List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
        answer = asked::add;
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(client().send(head("GET", PRODUCT) + "\r\n"));
        }
        await(() -> asked.size() == 1 && count("followed") == 4);
        asked.forEach(this::good);
        for (RawClient client : clients) {
            assertThat(client.answer().text()).isEqualTo(body);
            client.close();
        }
        assertThat(requestsAtCells()).isEqualTo(1);
        await(() -> inFlight() == 0);
    }

    @Test
    void whoeverWaitedForNothingAsksForItself() {
        List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
        answer = asked::add;
        try (RawClient first = client().send(head("GET", PRODUCT) + "\r\n")) {
            await(() -> asked.size() == 1);
            try (RawClient second = client().send(head("GET", PRODUCT) + "\r\n")) {
                await(() -> count("followed") == 1);
                answer = this::good;
                asked.getFirst().response().setStatusCode(404).end();
                assertThat(first.answer().status()).isEqualTo(404);
                assertThat(second.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anOldAnswerIsServedWhileANewOneIsAskedFor() {
        // It is older than half of its life at once: the next second is its second half.
        level = "bounded; max-staleness=60000ms; staleness=58000ms";
        control = "private, max-age=2";
        product();
        body = "{\"price\":2}";
        level = "bounded; max-staleness=60000ms; staleness=1000ms";
        control = "private, max-age=59";
        await(() -> product().text().equals("{\"price\":2}"));
        assertThat(count("stale")).isGreaterThanOrEqualTo(1);
        assertThat(count("miss")).isEqualTo(1);
        assertThat(requestsAtCells()).isEqualTo(2);
        assertThat(toldACell("If-None-Match")).isEqualTo("\"5\"");
    }

    @Test
    void whatTheCellConfirmsLivesOn() {
        level = "bounded; max-staleness=60000ms; staleness=58000ms";
        control = "private, max-age=2";
        product();
        level = "bounded; max-staleness=60000ms; staleness=1000ms";
        control = "private, max-age=59";
        answer = request -> request.response()
                .setStatusCode(304)
                .putHeader("X-Consistency-Level", level)
                .putHeader("Cache-Control", control)
                .end();
        await(() -> product().header("Cache-Status").contains("ttl=5"));
        assertThat(product().text()).isEqualTo(body);
        assertThat(requestsAtCells()).isEqualTo(2);
    }

    @Test
    void aCellThatRefusesBeforeAnyWorkDoesNotEndWhatIsKept() {
        level = "bounded; max-staleness=60000ms; staleness=56000ms";
        control = "private, max-age=4";
        product();
        cells.values().forEach(cell -> cell.answersProblem(429, "quota-exceeded"));
        await(() -> {
            product();
            return requestsAtCells() == 2 && inFlight() == 0;
        });
        assertThat(product().header("Cache-Status")).contains("hit");
        assertThat(count("miss")).isEqualTo(1);
    }
}
