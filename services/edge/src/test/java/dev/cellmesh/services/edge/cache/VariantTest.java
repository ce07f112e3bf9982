package dev.cellmesh.services.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariantTest {
    private static final Caching MINUTE = new Caching(60_000, 60_000, OptionalLong.of(60_000));
    private static final Caller ANN = new Caller("ann", Optional.of("acme"), Set.of());

    private static Optional<Variant> variant(
            String query, Caller caller, Map<String, String> words, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (String header : headers) {
            all.add(header.split(": ", -1)[0], header.split(": ", -1)[1]);
        }
        return Variant.of(MINUTE, "/v1/tenants/acme/products", query, all, caller, words);
    }

    private static Optional<Variant> variant(String... headers) {
        return variant("", ANN, Map.of(), headers);
    }

    @Test
    void anotherUserOfTheSameRolesHasTheSameAnswer() {
        Caller bob = new Caller("bob", Optional.of("acme"), Set.of());
        assertThat(variant("", bob, Map.of())).isEqualTo(variant());
        Caller root = new Caller("ann", Optional.of("acme"), Set.of("admin"));
        assertThat(variant("", root, Map.of())).isNotEqualTo(variant());
    }

    @Test
    void whateverTheAnswerCanDependOnTellsThemApart() {
        Set<Optional<Variant>> all = Set.of(
                variant(),
                variant("limit=5", ANN, Map.of()),
                variant("", ANN, Map.of("X-Cellmesh-Flags", "search")),
                variant("", ANN, Map.of("X-Cellmesh-Buckets", "search")),
                variant("X-Consistency-Level: bounded; max-staleness=2s"),
                variant("Accept: text/csv"),
                variant("Accept-Language: de"));
        assertThat(all).hasSize(7).allMatch(Optional::isPresent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Range: bytes=0-1",
                "If-Match: \"5\"",
                "Cache-Control: no-cache",
                "Cache-Control: max-age=0, no-store",
                "Content-Length: 5",
                "Transfer-Encoding: chunked",
                "X-Consistency-Level: strong",
                "X-Last-Write-Timestamp: 2.a.b"
            })
    void whoWantsSomethingElseGoesToACell(String header) {
        assertThat(variant(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-None-Match: \"5\"", "Cache-Control: max-age=0", "Content-Length: 0", "X-Other: 1"})
    void theseDoNotMatter(String header) {
        assertThat(variant(header)).isEqualTo(variant());
    }
}
