package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.TENANT;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.testkit.http.RawClient;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What does a cell do with clients that dawdle, that send too much, or that leave? */
class CellSocketIT {
    private static CellFixture fixture;
    private static String from;
    private static String to;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CellFixture();
        from = fixture.openAccount("EUR", 100);
        to = fixture.openAccount("EUR", 0);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static RawClient client() {
        return new RawClient(fixture.cells.getFirst().port());
    }

    private static String head(String key, String framing) {
        return "POST " + transfers() + " HTTP/1.1\r\nHost: cell\r\nAuthorization: Bearer " + fixture.token(TENANT)
                + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + key + "\r\n" + framing + "\r\n\r\n";
    }

    private static String whole(String key) {
        String body = transfer(from, to, 1).encode();
        return head(key, "Content-Length: " + body.length()) + body;
    }

    private static long transferCount() throws Exception {
        return fixture.number("SELECT count(*) FROM transfer");
    }

    @Test
    void headersThatDripAreCutOff() {
        try (RawClient client = client()) {
            client.send("GET / HTTP/1.1\r\n");
            long drip = fixture.vertx.setPeriodic(50, id -> {
                try {
                    client.send("X");
                } catch (UncheckedIOException closed) {
                    fixture.vertx.cancelTimer(id);
                }
            });
            assertThat(client.isClosedSilently()).isTrue();
            fixture.vertx.cancelTimer(drip);
        }
    }

    @Test
    void aBodyThatDripsIsNotWaitedForAndDoesNothing() throws Exception {
        long before = transferCount();
        try (RawClient client = client()) {
            RawClient.Answer answer =
                    client.send(head(newKey(), "Content-Length: 100") + "{").answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.problem()).isEqualTo("request-timeout");
            assertThat(client.isClosedSilently()).isTrue();
        }
        assertThat(transferCount()).isEqualTo(before);
    }

    @Test
    void aBodyThatIsTooLargeIsReadOnUntilItsAnswerHasArrived() {
        try (RawClient client = client()) {
            client.send(head(newKey(), "Content-Length: 1000000"));
            RawClient.Answer answer = client.answer();
            assertThat(answer.problem()).isEqualTo("body-too-large");
            client.send(" ".repeat(1_000_000));
            assertThat(client.isClosedSilently()).isTrue();
        }
    }

    @Test
    void twoLengthsAreOneTooMany() {
        try (RawClient client = client()) {
            client.send(
                    head(newKey(), "Content-Length: 5\r\nTransfer-Encoding: chunked") + "0\r\n\r\n" + whole(newKey()));
            assertThat(client.answer().problem()).isEqualTo("malformed-request");
            assertThat(client.rest()).as("the second request is not answered").isEmpty();
        }
    }

    /** It is taken for gone, and may not be told; but what it asked for happens once, and the key tells. */
    @Test
    void aClientThatClosesItsHalfHasWrittenOnce() throws Exception {
        long before = transferCount();
        String key = newKey();
        try (RawClient client = client()) {
            byte[] told = client.send(whole(key)).closeHalf().rest();
            assertThat(new String(told, java.nio.charset.StandardCharsets.US_ASCII))
                    .satisfiesAnyOf(
                            nothing -> assertThat(nothing).isEmpty(),
                            answer -> assertThat(answer).startsWith("HTTP/1.1 201 "));
        }
        RawClient.Answer again = repeat(key);
        assertThat(again.status()).isEqualTo(201);
        assertThat(transferCount()).isEqualTo(before + 1);
    }

    /** Until the first request with the key has ended. */
    private static RawClient.Answer repeat(String key) {
        for (int tries = 0; tries < 1_000; tries++) {
            try (RawClient client = client()) {
                RawClient.Answer answer = client.send(whole(key)).answer();
                if (answer.status() != 409) {
                    return answer;
                }
            }
        }
        throw new AssertionError("it never ended");
    }
}
