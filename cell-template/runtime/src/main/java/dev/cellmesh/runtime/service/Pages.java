package dev.cellmesh.runtime.service;

import dev.cellmesh.runtime.problem.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How does a client get through a long list? In pages, each behind the last key of the one before ({@code after}, {@code next}),
 * so that what comes meanwhile moves nothing. Opaque to clients, so that the key of the pages may change.
 *
 * @param start before every key
 * @param write a key as ASCII
 * @param read empty for what {@code write} never gives
 */
public record Pages<K>(K start, Function<K, String> write, Function<String, Optional<K>> read) {
    private static final String AFTER = "after";
    private static final String LIMIT = "limit";
    private static final String NEXT = "next";
    /** A page that a person reads at once. */
    private static final int LIMIT_DEFAULT = 50;

    private static final String PREFIX = "v1:";

    /** How many entries the page may have; the most that may be asked for is the schema's affair. */
    public static int limit(Input input) {
        return input.queryInteger(LIMIT).orElse(LIMIT_DEFAULT);
    }

    /** How many rows to read: one more than the page has tells whether there is a next one. */
    public static long rows(Input input) {
        return limit(input) + 1L;
    }

    /** Is the place where the page begins one that we gave? */
    public Optional<Problem> check(Input input) {
        return asked(input).isPresent()
                ? Optional.empty()
                : Optional.of(Problem.malformed(AFTER, "Send as after what next said, unchanged."));
    }

    /** Of an input that was checked. */
    public K after(Input input) {
        return asked(input).orElseThrow();
    }

    /** @param rows {@link #rows} of them when there is a next page */
    public <T> JsonObject page(Input input, List<T> rows, Function<T, JsonObject> shown, Function<T, K> keyOf) {
        List<T> page = rows.subList(0, Math.min(rows.size(), limit(input)));
        JsonObject body = new JsonObject()
                .put("data", new JsonArray(page.stream().map(shown).toList()));
        return page.size() < rows.size() ? body.put(NEXT, encode(keyOf.apply(page.getLast()))) : body;
    }

    public String encode(K key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + write.apply(key)).getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty when it is none that {@link #encode} made. */
    public Optional<K> decode(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1);
            return plain.startsWith(PREFIX) ? read.apply(plain.substring(PREFIX.length())) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private Optional<K> asked(Input input) {
        return input.queryText(AFTER).map(this::decode).orElse(Optional.of(start));
    }
}
