package dev.cellmesh.services.edge.cache;

import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of a resource's kept answers fits a request? The one to an equal request, as far as the answer can depend on it: query,
 * bound, what the client accepts, the caller's roles, and what the edge itself tells the cell.
 *
 * @param path of the request, with its tenant
 * @param boundMillis within which it is to be answered
 * @param text the same for equal requests only
 */
public record Variant(String path, long boundMillis, String text) {
    /** Whoever sends one of them wants something that a kept answer is not. */
    private static final String[] BY_PASSING = {
        "Range", "If-Match", "If-Unmodified-Since", "If-Modified-Since", "If-Range", "Transfer-Encoding"
    };

    /**
     * Empty when the request must go to a cell.
     *
     * @param query behind the question mark, or empty
     * @param words that the edge tells the cell
     */
    public static Optional<Variant> of(
            Caching caching, String path, String query, MultiMap headers, Caller caller, Map<String, String> words) {
        OptionalLong bound = caching.boundMillis(headers);
        if (bound.isEmpty() || wantsCell(headers)) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        // No header can hold a line feed, nor can a query, so no two requests give the same text.
        text.append(query).append('\n').append(bound.getAsLong()).append('\n');
        text.append(String.join(",", headers.getAll("Accept"))).append('\n');
        text.append(String.join(",", headers.getAll("Accept-Language"))).append('\n');
        text.append(String.join(",", new TreeSet<>(caller.roles()))).append('\n');
        new TreeMap<>(words)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        return Optional.of(new Variant(path, bound.getAsLong(), text.toString()));
    }

    private static boolean wantsCell(MultiMap headers) {
        for (String name : BY_PASSING) {
            if (headers.contains(name)) {
                return true;
            }
        }
        String length = headers.get("Content-Length");
        String control = headers.get("Cache-Control");
        return (length != null && !length.equals("0"))
                || (control != null && (control.contains("no-cache") || control.contains("no-store")));
    }
}
