package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies in both directions: streamed, bounded, and at the pace of the slower side. */
class EdgeBodyIT extends EdgeFixture {
    private static final int MIB = 1 << 20;

    @BeforeEach
    void start() {
        startEdge();
    }

    private Buffer onlyBody() {
        await(() -> cells.values().stream().anyMatch(cell -> !cell.seen.isEmpty()));
        return seenAtCells().findFirst().orElseThrow().body();
    }

    private String chunkedHead() {
        return head("POST", ACCOUNTS, "Idempotency-Key: k1", "Transfer-Encoding: chunked") + "\r\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Test
    void aBodyOfTheLargestSizeArrivesWhole() {
        String body = "0123456789abcdef".repeat(MIB / 16);
        assertThat(ask(post(body)).status()).isEqualTo(200);
        assertThat(onlyBody().toString()).isEqualTo(body);
    }

    @Test
    void chunkedBodiesArriveWhole() {
        try (RawClient client = client()) {
            client.send(chunkedHead() + chunk("small") + chunk("er") + "0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(onlyBody()).hasToString("smaller");
            cells.values().forEach(cell -> cell.seen.clear());
            String part = "y".repeat(50_000);
            client.send(chunkedHead() + chunk(part) + chunk(part) + chunk(part) + "0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(onlyBody().toString()).isEqualTo(part.repeat(3));
        }
    }

    @Test
    void anAnnouncedBodyThatIsTooLargeIsRefusedAtOnce() {
        try (RawClient client = client()) {
            RawClient.Answer answer = client.send(head("POST", ACCOUNTS, "Content-Length: 104857600") + "\r\n")
                    .answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.problem()).isEqualTo("body-too-large");
            assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
            assertThat(client.isClosedSilently()).isTrue();
        }
        assertThat(requestsAtCells()).isZero();
    }

    @Test
    void aHundredMegabytesInChunksAreCutOff() {
        AtomicLong sent = new AtomicLong();
        try (RawClient client = client()) {
            client.send(chunkedHead());
            String chunk = chunk("z".repeat(MIB));
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 100; i++) {
                    client.send(chunk);
                    sent.addAndGet(MIB);
                }
            });
            assertThat(client.answer().problem()).isEqualTo("body-too-large");
            assertThat(client.isClosedSilently()).isTrue();
            assertThat(sender.handle((done, failure) -> failure != null).join())
                    .as("the connection was closed on the sender")
                    .isTrue();
        }
        assertThat(sent.get()).isLessThan(100L * MIB);
        assertThat(cells.values()).allSatisfy(cell -> assertThat(cell.seen).isEmpty());
        await(() -> cells.values().stream().allMatch(cell -> cell.connections.isEmpty()));
        assertThat(inFlight()).isZero();
    }

    @Test
    void aBodyThatStallsIsTimedOut() {
        try (RawClient client = client()) {
            client.send(head("POST", ACCOUNTS, "Content-Length: 10") + "\r\nabc");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.problem()).isEqualTo("request-timeout");
        }
        assertThat(requestsAtCells()).as("small bodies are collected first").isZero();
    }

    @Test
    void aStreamedBodyThatStallsIsTimedOutAndTheCellHearsOfIt() {
        try (RawClient client = client()) {
            client.send(head("POST", ACCOUNTS, "Content-Length: 500000") + "\r\n" + "x".repeat(100_000));
            assertThat(client.answer().problem()).isEqualTo("request-timeout");
        }
        assertThat(requestsAtCells()).isEqualTo(1);
        await(() -> cells.values().stream().allMatch(cell -> cell.connections.isEmpty()));
        assertThat(cells.values()).allSatisfy(cell -> assertThat(cell.seen).isEmpty());
    }

    @Test
    void aBodyThatDripsIsBoundByTheDeadline() {
        try (RawClient client = client()) {
            client.send(head("POST", ACCOUNTS, "Content-Length: 1000", "X-Request-Deadline: 1500") + "\r\n");
            long drip = others.setPeriodic(20, id -> {
                try {
                    client.send("x");
                } catch (UncheckedIOException cutOff) {
                    others.cancelTimer(id);
                }
            });
            assertThat(client.answer().problem()).isEqualTo("request-timeout");
            others.cancelTimer(drip);
        }
    }

    @Test
    void expectContinueIsAnsweredBeforeTheBody() {
        try (RawClient client = client()) {
            client.send(head("POST", ACCOUNTS, "Content-Length: 2", "Expect: 100-continue") + "\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("{}").answer().status()).isEqualTo(200);
            assertThat(client.send(get()).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void whoExpectsContinueAndIsRefusedSendsNothing() {
        try (RawClient client = client()) {
            client.send(
                    "POST " + ACCOUNTS + " HTTP/1.1\r\nHost: e\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
            assertThat(client.isClosedSilently()).isTrue();
        }
        assertThat(ask(head("POST", ACCOUNTS, "Content-Length: 2", "Expect: tea") + "\r\n")
                        .problem())
                .isEqualTo("malformed-request");
    }

    @Test
    void aSmallRefusedBodyDoesNotCostTheConnection() {
        try (RawClient client = client()) {
            client.send("POST " + ACCOUNTS + " HTTP/1.1\r\nHost: e\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.answer().status()).isEqualTo(401);
            assertThat(client.send(get()).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aCellThatAnswersBeforeTheBodyIsHeard() {
        cells.values()
                .forEach(cell -> cell.begins(
                        request -> request.response().setStatusCode(422).end("no")));
        cells.values().forEach(cell -> cell.answers(request -> {}));
        try (RawClient client = client()) {
            client.send(head("POST", ACCOUNTS, "Content-Length: 500000") + "\r\n" + "x".repeat(100_000));
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
            assertThat(client.isClosedSilently()).isTrue();
        }
        cells.values().forEach(cell -> cell.begins(request -> {}));
        cells.values()
                .forEach(cell -> cell.answers(request -> request.response().end("ok")));
        for (int i = 0; i < 4; i++) {
            assertThat(ask(get()).text())
                    .as("no connection with half a request is used again")
                    .isEqualTo("ok");
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheCellBack() {
        AtomicLong written = new AtomicLong();
        int total = 50 * MIB;
        cells.values()
                .forEach(cell -> cell.answers(request -> {
                    if (request.path().endsWith("/large")) {
                        HttpServerResponse response = request.response();
                        pour(response.putHeader("Content-Length", Integer.toString(total)), written, total);
                    } else {
                        request.response().end();
                    }
                }));
        try (RawClient client = client();
                RawClient other = client()) {
            client.send(head("GET", ACCOUNTS + "/large") + "\r\n");
            assertThat(client.answerToHead().status()).isEqualTo(200);
            // Time enough to pour all of it, if anybody took it.
            for (int i = 0; i < 500; i++) {
                assertThat(other.send(get()).answer().status()).isEqualTo(200);
            }
            assertThat(written.get()).as("buffers of three sockets").isLessThan(30L * MIB);
            long read = 0;
            byte[] buffer = new byte[MIB];
            try {
                while (read < total) {
                    read += client.read(buffer);
                }
            } finally {
                assertThat(read).isEqualTo(total);
            }
        }
    }

    private static void pour(HttpServerResponse response, AtomicLong written, int total) {
        Buffer piece = Buffer.buffer(new byte[64 << 10]);
        while (written.get() < total) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> pour(response, written, total));
                return;
            }
            written.addAndGet(piece.length());
            response.write(piece);
        }
        response.end();
    }

    @Test
    void aCellThatDoesNotReadHoldsTheClientBackAndThatIsNotTheClientsFault() {
        cells.values()
                .forEach(cell -> cell.begins(request -> {
                    request.pause();
                    others.setTimer(2_500, id -> request.resume());
                }));
        String body = "x".repeat(MIB);
        assertThat(ask(post(body)).status()).isEqualTo(200);
        assertThat(onlyBody().length()).isEqualTo(MIB);
    }

    @Test
    void anAnswerThatIsCutOffIsCutOffForTheClientToo() {
        cells.values()
                .forEach(cell -> cell.answers(request -> {
                    request.response().putHeader("Content-Length", "1000").write("half");
                    request.connection().close();
                }));
        try (RawClient client = client()) {
            client.send(get());
            assertThat(client.answerToHead().status()).isEqualTo(200);
            assertThat(client.rest()).hasSizeLessThan(1_000);
        }
        assertThat(requestsAtCells()).isEqualTo(1);
        await(() -> inFlight() == 0);
        assertThat(meters.get("cellmesh.edge.requests")
                        .tag("status", "5xx")
                        .timer()
                        .count())
                .as("it counts as failed, whatever its head said")
                .isEqualTo(1);
    }

    @Test
    void whileNothingOfAnAnswerIsOutItsLossCanBeTold() {
        cells.values()
                .forEach(cell -> cell.answers(request -> request.response()
                        .putHeader("Content-Length", "1000")
                        .putHeader("ETag", "\"1\"")
                        .writeHead()
                        .onComplete(written -> request.connection().close())));
        RawClient.Answer read = ask(get());
        assertThat(read.status()).isEqualTo(503);
        assertThat(read.problem()).isEqualTo("region-unavailable");
        assertThat(read.header("ETag")).isNull();
        RawClient.Answer written = ask(post("{}"));
        assertThat(written.status()).isEqualTo(504);
        assertThat(written.problem()).isEqualTo("unknown-outcome");
        await(() -> inFlight() == 0);
    }

    @Test
    void chunkedAnswersAreChunkedForTheClient() {
        cells.values()
                .forEach(cell -> cell.answers(request -> {
                    request.response().setChunked(true).write("one ");
                    request.response().end("two");
                }));
        try (RawClient client = client()) {
            RawClient.Answer answer = client.send(get()).answer();
            assertThat(answer.text()).isEqualTo("one two");
            assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(client.send(get()).answer().text()).isEqualTo("one two");
        }
    }

    @Test
    void oldClientsGetTheEndOfTheBodyAsTheEndOfTheConnection() {
        cells.values()
                .forEach(cell -> cell.answers(request -> {
                    request.response().setChunked(true).write("one ");
                    request.response().end("two");
                }));
        try (RawClient client = client()) {
            client.send("GET " + ACCOUNTS + " HTTP/1.0\r\nConnection: keep-alive\r\nAuthorization: " + token("acme")
                    + "\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.text()).isEqualTo("one two");
            assertThat(answer.header("Transfer-Encoding")).isNull();
        }
    }
}
