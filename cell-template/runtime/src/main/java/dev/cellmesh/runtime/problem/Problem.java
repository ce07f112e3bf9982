package dev.cellmesh.runtime.problem;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What does an error answer say? A problem document (RFC 9457) that holds nothing that changes from one telling to the
 * next, so that a stored one replays byte for byte.
 *
 * @param detail a sentence for the person who reads it: what was wrong and what to do
 * @param fields more members, such as {@code currentVersion}
 */
public record Problem(ProblemType type, String detail, Map<String, Object> fields) {
    public static final String CONTENT_TYPE = "application/problem+json";

    public Problem {
        fields = Map.copyOf(fields);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of());
    }

    /** @param field of the body, or parameter of the path or query */
    public static Problem malformed(String field, String detail) {
        return of(ProblemType.MALFORMED_REQUEST, detail).with("field", field);
    }

    /**
     * @param what there would be too many of, in the plural
     * @param limit the most that there may be
     */
    public static Problem limitReached(String what, long limit, String detail) {
        return of(ProblemType.LIMIT_REACHED, detail).with("what", what).with("limit", limit);
    }

    public Problem with(String field, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(fields);
        more.put(field, value);
        return new Problem(type, detail, more);
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("type", type.uri())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", detail);
        new java.util.TreeMap<>(fields).forEach(json::put);
        return json;
    }
}
