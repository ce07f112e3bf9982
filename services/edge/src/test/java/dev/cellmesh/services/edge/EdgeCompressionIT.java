package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.testkit.http.RawClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What is compressed on its way, and does all else stay as it was? */
class EdgeCompressionIT extends ProductsFixture {
    private static final String LARGE = "{\"text\":\"" + "all work and no play ".repeat(200) + "\"}";

    private static String unzipped(RawClient.Answer answer) throws IOException {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(answer.body().getBytes()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void bothAskersGetItCompressedAndTheCellIsAskedForPlainBytes() throws IOException {
        body = LARGE;
        RawClient.Answer streamed = product("Accept-Encoding: gzip");
        RawClient.Answer kept = product("Accept-Encoding: gzip");
        for (RawClient.Answer answer : List.of(streamed, kept)) {
            assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(answer.header("ETag")).isEqualTo("\"5-gzip\"");
            assertThat(answer.header("Vary")).containsIgnoringCase("Accept-Encoding");
            assertThat(answer.body().length()).isLessThan(LARGE.length() / 4);
            assertThat(unzipped(answer)).isEqualTo(LARGE);
        }
        assertThat(product().text()).isEqualTo(LARGE);
        assertThat(product("Accept-Encoding: gzip", "If-None-Match: \"5-gzip\"").header("ETag"))
                .isEqualTo("\"5-gzip\"");
        assertThat(product("If-None-Match: \"5-gzip\"").status()).isEqualTo(304);
        assertThat(requestsAtCells()).isEqualTo(1);
        assertThat(seenAtCells().anyMatch(seen -> seen.headers().contains("Accept-Encoding")))
                .isFalse();
    }

    @Test
    void theVersionCheckWorksWithTheTagOfACompressedAnswer() {
        body = LARGE;
        String tag = product("Accept-Encoding: gzip").header("ETag");
        ask(head("PUT", PRODUCT, "If-Match: " + tag, "Idempotency-Key: k", "Content-Length: 2") + "\r\n{}");
        assertThat(toldACell("If-Match")).isEqualTo("\"5\"");
    }

    @Test
    void aHeadAndAnOldClientGetPlainOnes() {
        body = LARGE;
        answer = request -> {
            request.response().putHeader("Content-Length", Integer.toString(LARGE.length()));
            good(request);
        };
        try (RawClient client = client()) {
            RawClient.Answer head = client.send(head("HEAD", PRODUCT, "Accept-Encoding: gzip") + "\r\n")
                    .answerToHead();
            assertThat(head.header("Content-Encoding")).isNull();
            assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(LARGE.length()));
        }
        String old = head("GET", PRODUCT, "Accept-Encoding: gzip").replace("HTTP/1.1", "HTTP/1.0");
        assertThat(ask(old + "\r\n").text()).isEqualTo(LARGE);
        assertThat(ask(old + "\r\n").text()).isEqualTo(LARGE);
    }

    @Test
    void aCompressedAnswerThatIsCutOffIsCutOff() {
        answer = request -> {
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Content-Length", "5000")
                    .putHeader("Cache-Control", control)
                    .putHeader("X-Consistency-Level", level)
                    .write(LARGE.substring(0, 2_000));
            request.connection().close();
        };
        try (RawClient client = client().send(head("GET", PRODUCT, "Accept-Encoding: gzip") + "\r\n")) {
            byte[] got = client.rest();
            assertThat(new String(got, StandardCharsets.ISO_8859_1)).doesNotEndWith("0\r\n\r\n");
        }
        answer = this::good;
        assertThat(product().header("Cache-Status")).contains("miss");
        await(() -> inFlight() == 0);
    }
}
