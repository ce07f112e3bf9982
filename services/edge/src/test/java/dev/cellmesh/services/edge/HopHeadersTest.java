package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopHeadersTest {
    private static MultiMap toCell(MultiMap headers) {
        MultiMap kept = HttpHeaders.headers();
        HopHeaders.fromClient(headers, kept);
        return kept;
    }

    private static MultiMap toClient(MultiMap headers) {
        MultiMap kept = HttpHeaders.headers();
        HopHeaders.fromCell(headers, kept);
        return kept;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Proxy-Authorization",
                "Proxy-Authenticate",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "upgrade",
                "Content-Length"
            })
    void headersOfOneConnectionGoNeitherWay(String name) {
        MultiMap headers = HttpHeaders.headers().add(name, "x").add("Accept", "y");
        assertThat(toCell(headers).names()).containsExactly("Accept");
        assertThat(toClient(headers).names()).containsExactly("Accept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "X-Forwarded-Anything",
                "forwarded",
                "X-Real-IP",
                "X-Cell",
                "x-cellmesh-tenant",
                "X-Data-Region",
                "X-Request-Deadline",
                "X-Route-Epoch",
                "x-route-epoch",
                "X-Http-Method-Override",
                "CF-IPCountry",
                "CloudFront-Viewer-Country",
                "X-Cellmesh-Flags",
                "Accept-Encoding",
                "Host",
                "Expect"
            })
    void aClientCannotSpeakWithTheEdgesVoice(String name) {
        assertThat(toCell(HttpHeaders.headers().add(name, "x")).isEmpty()).isTrue();
    }

    @Test
    void theCellsOwnWordsReachTheClient() {
        MultiMap headers = HttpHeaders.headers().add("X-Cell", "us-east1-c01").add("X-Data-Region", "us-east1");
        assertThat(toClient(headers).names()).containsExactlyInAnyOrder("X-Cell", "X-Data-Region");
    }

    @Test
    void whatEndsMeetIsKeptInItsOrder() {
        MultiMap headers = HttpHeaders.headers()
                .add("If-Match", "\"5\"")
                .add("X-Last-Write-Timestamp", "t")
                .add("Accept", "a")
                .add("Accept", "b")
                .add("Idempotency-Key", "k");
        assertThat(toCell(headers).getAll("Accept")).isEqualTo(List.of("a", "b"));
        assertThat(toCell(headers).names()).hasSize(4);
    }

    @Property(tries = 200)
    void whateverConnectionNamesStaysHere(
            @ForAll @Size(min = 1, max = 5) List<@AlphaChars @StringLength(min = 1, max = 12) String> names) {
        MultiMap headers = HttpHeaders.headers().add("Connection", " " + String.join(" ,, ", names) + ",");
        names.forEach(name -> headers.add(name.toUpperCase(java.util.Locale.ROOT), "x"));
        headers.add("1-kept", "y");
        assertThat(toCell(headers).names()).containsExactly("1-kept");
        assertThat(toClient(headers).names()).containsExactly("1-kept");
    }

    @Test
    void forwardedQuotesWhatNeedsIt() {
        assertThat(HopHeaders.forwarded("10.0.0.1", "a.example:8080"))
                .isEqualTo("for=10.0.0.1;host=\"a.example:8080\";proto=http");
        assertThat(HopHeaders.forwarded("::1", null)).isEqualTo("for=\"[::1]\";proto=http");
        assertThat(HopHeaders.forwarded("10.0.0.1", "a\";for=evil")).isEqualTo("for=10.0.0.1;proto=http");
    }
}
