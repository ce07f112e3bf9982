package dev.cellmesh.services.edge.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Compression compression = new Compression(meters);

    private static MultiMap accepting(String encoding) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        return encoding.isEmpty() ? headers : headers.add("Accept-Encoding", encoding);
    }

    private static MultiMap answer(int bytes, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "application/json")
                .add("Content-Length", Integer.toString(bytes))
                .add("ETag", "\"5\"");
        for (String header : headers) {
            all.set(header.split(": ", -1)[0], header.split(": ", -1)[1]);
        }
        return all;
    }

    private Optional<Compression.Compressed> begin(MultiMap answer) {
        return compression.begin(HttpMethod.GET, accepting("gzip"), 200, answer);
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, true",
        "'gzip, deflate, br', true",
        "'br;q=1.0, gzip;q=0.8, *;q=0.1', true",
        "'GZIP', true",
        "x-gzip, true",
        "*, true",
        "'gzip;q=0', false",
        "'gzip; q=0.000, *', false",
        "'*;q=0', false",
        "br, false",
        "identity, false",
        "'', false"
    })
    void onlyForWhoTakesIt(String accepted, boolean compressed) {
        MultiMap answer = answer(2_000);
        assertThat(compression
                        .begin(HttpMethod.GET, accepting(accepted), 200, answer)
                        .isPresent())
                .isEqualTo(compressed);
        assertThat(answer.contains("Content-Encoding")).isEqualTo(compressed);
        assertThat(answer.contains("Content-Length")).isEqualTo(!compressed);
        assertThat(answer.get("ETag")).isEqualTo(compressed ? "\"5-gzip\"" : "\"5\"");
        assertThat(answer.get("Vary")).isEqualToIgnoringCase("Accept-Encoding");
    }

    @Test
    void onlyWhatIsWorthItAndKnown() {
        assertThat(begin(answer(Compression.BYTES_MIN))).isPresent();
        assertThat(begin(answer(Compression.BYTES_MIN - 1))).isEmpty();
        assertThat(begin(answer(Compression.BYTES_MAX))).isPresent();
        assertThat(begin(answer(Compression.BYTES_MAX + 1))).isEmpty();
        assertThat(begin(answer(2_000).remove("Content-Length"))).isEmpty();
        assertThat(begin(answer(2_000, "Content-Type: image/png"))).isEmpty();
        assertThat(begin(answer(2_000, "Content-Type: text/csv; charset=utf-8")))
                .isPresent();
        assertThat(begin(answer(2_000, "Content-Encoding: br"))).isEmpty();
        assertThat(begin(answer(2_000, "Cache-Control: no-transform"))).isEmpty();
        MultiMap headers = accepting("gzip");
        assertThat(compression.begin(HttpMethod.HEAD, headers, 200, answer(2_000)))
                .isEmpty();
        assertThat(compression.begin(HttpMethod.POST, headers, 200, answer(2_000)))
                .isEmpty();
        assertThat(compression.begin(HttpMethod.GET, headers, 404, answer(2_000)))
                .isEmpty();
        assertThat(compression.begin(HttpMethod.GET, headers, 204, answer(2_000)))
                .isEmpty();
    }

    @Test
    void varyGoesOn() {
        MultiMap answer = answer(2_000, "Vary: Authorization");
        begin(answer);
        assertThat(answer.get("Vary")).isEqualToIgnoringCase("Authorization, Accept-Encoding");
    }

    @Test
    void notTooManyAtOnce() {
        List<Compression.Compressed> open = new ArrayList<>();
        for (int i = 0; i < Compression.AT_ONCE_MAX; i++) {
            open.add(begin(answer(2_000)).orElseThrow());
        }
        assertThat(begin(answer(2_000))).isEmpty();
        open.getFirst().close();
        open.getFirst().close();
        assertThat(begin(answer(2_000))).isPresent();
        assertThat(begin(answer(2_000))).isEmpty();
        open.forEach(Compression.Compressed::close);
    }

    @Property
    void theClientGetsWhatTheCellSent(@ForAll List<byte[]> chunks) throws IOException {
        Compression.Compressed compressed = begin(answer(2_000)).orElseThrow();
        Buffer sent = Buffer.buffer();
        Buffer plain = Buffer.buffer();
        for (byte[] chunk : chunks) {
            plain.appendBytes(chunk);
            sent.appendBuffer(compressed.add(Buffer.buffer(chunk)));
        }
        sent.appendBuffer(compressed.end());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent.getBytes()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain.getBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"5-gzip\"', '\"5\"'",
        "'\"5\"', '\"5\"'",
        "'\"4-gzip\", W/\"5\"', '\"4\", W/\"5\"'",
        "*, *",
        "'\"gzip\"', '\"gzip\"'"
    })
    void cellsHearOfTheirOwnTags(String sent, String heard) {
        assertThat(EntityTags.ofCells(sent)).isEqualTo(heard);
    }

    @Test
    void weakTagsStandForBoth() {
        assertThat(EntityTags.ofCompressed("W/\"5\"")).isEqualTo("W/\"5\"");
        assertThat(EntityTags.ofCompressed("\"5\"")).isEqualTo("\"5-gzip\"");
    }

    @Test
    void notModifiedNamesTheBodyThatTheClientHas() {
        MultiMap answer = MultiMap.caseInsensitiveMultiMap().add("ETag", "\"5\"");
        compression.begin(HttpMethod.GET, accepting("gzip").add("If-None-Match", "\"5-gzip\""), 304, answer);
        assertThat(answer.get("ETag")).isEqualTo("\"5-gzip\"");
        MultiMap plain = MultiMap.caseInsensitiveMultiMap().add("ETag", "\"5\"");
        compression.begin(HttpMethod.GET, accepting("gzip").add("If-None-Match", "\"5\""), 304, plain);
        assertThat(plain.get("ETag")).isEqualTo("\"5\"");
    }
}
