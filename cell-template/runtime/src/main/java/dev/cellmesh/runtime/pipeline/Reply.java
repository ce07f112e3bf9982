package dev.cellmesh.runtime.pipeline;

import dev.cellmesh.runtime.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * What does the client get?
 *
 * @param outcome a bounded word for metrics: a problem's slug, {@code ok} or {@code replayed}
 * @param headers by their usual spelling, without those that every reply of a node carries
 */
public record Reply(int status, String outcome, Map<String, String> headers, Buffer body) {
    public static final String OK = "ok";
    public static final String CONTENT_TYPE = "Content-Type";
    public static final String JSON = "application/json";
    public static final String RETRY_AFTER = "Retry-After";
    /** The problem field that becomes the header of the same meaning: whole seconds. */
    public static final String RETRY_AFTER_FIELD = "retryAfter";

    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply json(int status, JsonObject body) {
        return new Reply(status, OK, Map.of(CONTENT_TYPE, JSON), body.toBuffer());
    }

    public static Reply problem(Problem problem) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(CONTENT_TYPE, Problem.CONTENT_TYPE);
        if (problem.fields().get(RETRY_AFTER_FIELD) instanceof Number seconds) {
            headers.put(RETRY_AFTER, seconds.toString());
        }
        return new Reply(
                problem.type().status(),
                problem.type().slug(),
                headers,
                problem.toJson().toBuffer());
    }

    public Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, outcome, more, body);
    }

    public Reply with(String header, String value, String secondHeader, String secondValue) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        more.put(secondHeader, secondValue);
        return new Reply(status, outcome, more, body);
    }
}
