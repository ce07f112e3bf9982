package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no good client sends, and clients that leave. */
class EdgeSocketIT extends EdgeFixture {
    @BeforeEach
    void start() {
        startEdge();
    }

    /** Each with what could be a second request behind it; {@code #} stands for the good headers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Content-Length: 5, 5\r\n\r\nhello",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Content-Length: +5\r\n\r\nhello",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Content-Length: -5\r\n\r\nhello",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Content-Length: 0x5\r\n\r\nhello",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Content-Length: 99999999999999999999\r\n\r\nhello",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Content-Length : 5\r\n\r\nhello",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "POST /v1/tenants/acme/a HTTP/1.1\r\n#Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/tenants/acme/a HTTP/1.0\r\n#Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /v1/tenants/acme/a HTTP/1.1\r\n#Host: other\r\n\r\n",
                "GET /v1/tenants/acme/a HTTP/1.1\r\n#Authorization: Bearer other\r\n\r\n",
                "GET /v1/tenants/acme/a HTTP/1.1\r\n\r\n",
                "GET http://other/v1/tenants/acme/a HTTP/1.1\r\n#\r\n",
                "GET v1/tenants/acme/a HTTP/1.1\r\n#\r\n",
                "GET /v1/tenants/acme/a b HTTP/1.1\r\n#\r\n",
                "GET /v1/tenants/acme/a HTTP/1.1\r\n#X: a\u0000b\r\n\r\n",
                "GET /v1/tenants/acme/a HTTP/1.1\r\n#X Y: a\r\n\r\n",
                "GET /v1/tenants/acme/a HTTP/1.1\r\n#no colon\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\n#\r\n",
                "CONNECT other:80 HTTP/1.1\r\n#\r\n",
                "nonsense\r\n\r\n"
            })
    void whatTwoServersCouldReadDifferentlyIsRefusedAndTheConnectionClosed(String request) {
        String good = "Host: edge.example\r\nAuthorization: " + token("acme") + "\r\n";
        try (RawClient client = client()) {
            client.send(request.replace("#", good) + get());
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("malformed-request");
            assertThat(client.rest()).as("the second request is not answered").isEmpty();
        }
        assertThat(requestsAtCells()).isZero();
    }

    @Test
    void aFoldedHeaderIsRefusedOrForwardedUnfolded() {
        RawClient.Answer answer = ask(get("X-Folded: a\r\n Transfer-Encoding: chunked"));
        if (answer.status() != 400) {
            assertThat(seenAtCells().map(seen -> seen.headers().get("X-Folded")))
                    .containsExactly("a Transfer-Encoding: chunked");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/\u00e9", "/a/../b", "/%2e%2E/b", "/a%2Fb", "/a\\b", "/a#b", "/{a}"})
    void aPathThatMustBeGuessedIsRefused(String path) {
        assertThat(ask(head("GET", ACCOUNTS + path) + "\r\n").problem()).isEqualTo("malformed-request");
    }

    @Test
    void anotherProtocolIsNotServed() {
        try (RawClient client = client()) {
            client.send(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, '\r', '\n', '\r', '\n'});
            assertThat(new String(client.rest(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain(" 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/3.7", "HTTP/0.9"})
    void otherVersionsAreNotServed(String version) {
        try (RawClient client = client()) {
            client.send("GET " + ACCOUNTS + " " + version + "\r\nHost: e\r\n\r\n");
            assertThat(client.answerToHead().status()).isIn(400, 501);
            client.rest();
        }
        assertThat(requestsAtCells()).isZero();
    }

    @Test
    void aBrokenChunkEndsTheConnectionAndTheRequest() {
        try (RawClient client = client()) {
            client.send(head("POST", ACCOUNTS, "Transfer-Encoding: chunked") + "\r\n5\r\nhello\r\nzz\r\n");
            client.rest();
        }
        try (RawClient client = client()) {
            client.send(head("POST", ACCOUNTS, "Transfer-Encoding: chunked")
                    + "\r\n18000\r\n"
                    + "x".repeat(0x18000)
                    + "\r\nzz\r\n");
            client.rest();
        }
        await(() -> inFlight() == 0);
        assertThat(cells.values()).allSatisfy(cell -> assertThat(cell.seen).isEmpty());
        await(() -> cells.values().stream().allMatch(cell -> cell.connections.isEmpty()));
    }

    @Test
    void headersAndStartLineHaveALimit() {
        RawClient.Answer headers = ask(get("X-Long: " + "x".repeat(20_000)));
        assertThat(headers.status()).isEqualTo(431);
        assertThat(headers.problem()).isEqualTo("headers-too-large");
        RawClient.Answer line = ask(head("GET", ACCOUNTS + "/" + "x".repeat(5_000)) + "\r\n");
        assertThat(line.status()).isEqualTo(414);
        assertThat(line.problem()).isEqualTo("uri-too-long");
    }

    @Test
    void whoSendsOnAfterARefusalFindsItsAnswer() {
        try (RawClient client = client()) {
            client.send(head("GET", ACCOUNTS) + "X-Long: " + "x".repeat(20_000));
            for (int i = 0; i < 100; i++) {
                client.send("x".repeat(20_000));
            }
            assertThat(client.answer().problem()).isEqualTo("headers-too-large");
            assertThat(client.isClosedSilently()).isTrue();
        }
    }

    @Test
    void headersThatDripAreCutOff() {
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\n");
            long drip = others.setPeriodic(50, id -> {
                try {
                    client.send("X");
                } catch (java.io.UncheckedIOException closed) {
                    others.cancelTimer(id);
                }
            });
            assertThat(client.isClosedSilently()).isTrue();
            others.cancelTimer(drip);
        }
    }

    @Test
    void silentConnectionsAreClosed() {
        try (RawClient fresh = client();
                RawClient used = client()) {
            assertThat(used.send(get()).answer().status()).isEqualTo(200);
            assertThat(fresh.isClosedSilently()).isTrue();
            assertThat(used.isClosedSilently()).isTrue();
        }
    }

    @Test
    void connectionsHaveALimit() {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < LIMITS.sockets().connectionsMax(); i++) {
            RawClient client = client();
            assertThat(client.send(get()).answer().status()).isEqualTo(200);
            clients.add(client);
        }
        try (RawClient oneTooMany = client()) {
            assertThat(oneTooMany.isClosedSilently()).isTrue();
        }
        clients.get(0).close();
        await(() -> {
            try (RawClient next = client()) {
                return next.send(get()).answer().status() == 200;
            } catch (java.io.UncheckedIOException stillFull) {
                return false;
            }
        });
        clients.forEach(RawClient::close);
    }

    @Test
    void aClientThatLeavesBreaksItsReadOff() {
        cells.values().forEach(cell -> cell.answers(request -> {}));
        try (RawClient client = client()) {
            client.send(get());
            await(() -> requestsAtCells() == 1);
        }
        await(() -> inFlight() == 0);
        await(() -> cells.values().stream().allMatch(cell -> cell.connections.isEmpty()));
    }

    @Test
    void aClientThatLeavesDoesNotBreakItsWriteOff() {
        cells.values().forEach(cell -> cell.answers(request -> {}));
        try (RawClient client = client()) {
            client.send(post("{}"));
            await(() -> requestsAtCells() == 1);
        }
        await(() -> inFlight() == 0);
        FakeCell cell = cells.values().stream()
                .filter(one -> one.requests() == 1)
                .findFirst()
                .orElseThrow();
        HttpServerRequest write = cell.begun.get(0);
        assertThat(cell.connections).as("let finish").hasSize(1);
        others.runOnContext(go -> write.response().end("done"));
        await(() -> write.response().ended());
        assertThat(cell.connections).hasSize(1);
    }

    @Test
    void aClientThatLeavesWithTheLastByteOfALargeBodyHasWritten() {
        cells.values().forEach(cell -> cell.answers(request -> {}));
        try (RawClient client = client()) {
            client.send(post("x".repeat(500_000)));
            await(() -> cells.values().stream().anyMatch(cell -> !cell.seen.isEmpty()));
        }
        await(() -> inFlight() == 0);
        assertThat(cells.values().stream()
                        .filter(cell -> !cell.connections.isEmpty())
                        .count())
                .as("let finish")
                .isEqualTo(1);
        cells.values()
                .forEach(cell -> cell.begun.forEach(
                        write -> others.runOnContext(go -> write.response().end("done"))));
        await(() -> meters.get("cellmesh.edge.cells.in.flight").gauge().value() == 0);
    }

    @Test
    void aClientThatLeavesAmidItsBodyDoesNothing() {
        try (RawClient client = client()) {
            client.send(head("POST", ACCOUNTS, "Content-Length: 500000") + "\r\n" + "x".repeat(100_000));
            await(() -> requestsAtCells() == 1);
        }
        await(() -> inFlight() == 0);
        await(() -> cells.values().stream().allMatch(cell -> cell.connections.isEmpty()));
        assertThat(cells.values()).allSatisfy(cell -> assertThat(cell.seen).isEmpty());
    }

    @Test
    void aClientThatClosesItsHalfLeavesNothingBehind() {
        cells.values().forEach(cell -> cell.answers(request -> {}));
        try (RawClient client = client()) {
            client.send(get());
            await(() -> requestsAtCells() == 1);
            client.closeHalf();
            client.rest();
        }
        await(() -> inFlight() == 0);
        await(() -> cells.values().stream().allMatch(cell -> cell.connections.isEmpty()));
    }

    @Test
    void aDrainedEdgeFinishesAndRefuses() {
        cells.values().forEach(cell -> cell.answers(request -> {}));
        try (RawClient inFlight = client();
                RawClient idle = client()) {
            inFlight.send(get());
            await(() -> requestsAtCells() == 1);
            io.vertx.core.Promise<Void> drained = io.vertx.core.Promise.promise();
            vertx.runOnContext(go -> edge.drain().onComplete(drained));
            await(() -> {
                try (RawClient client = client()) {
                    return client.send(get()).answer().status() == 503;
                }
            });
            RawClient.Answer refused = idle.send(get()).answer();
            assertThat(refused.problem()).isEqualTo("draining");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(idle.isClosedSilently()).isTrue();
            assertThat(drained.future().isComplete()).isFalse();
            HttpServerRequest last = cells.values().stream()
                    .flatMap(cell -> cell.begun.stream())
                    .findFirst()
                    .orElseThrow();
            others.runOnContext(go -> last.response().end("last"));
            assertThat(inFlight.answer().text()).isEqualTo("last");
            await(() -> drained.future().succeeded());
        }
    }
}
