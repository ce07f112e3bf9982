package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.service.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which headers go with an answer? They follow from its status and body alone, so that a replay has the same as the first
 * answer had.
 */
final class AdminReplies {
    static final String REPLAYED_HEADER = "Idempotent-Replayed";
    private static final String REPLAYED = "replayed";

    private AdminReplies() {}

    static Reply first(Answer answer) {
        return of(answer.status(), answer.body().encode(), answer.body());
    }

    static Reply replay(StoredAnswer stored) {
        Reply reply = of(stored.status(), stored.body(), new JsonObject(stored.body()));
        return new Reply(reply.status(), REPLAYED, reply.headers(), reply.body()).with(REPLAYED_HEADER, "true");
    }

    private static Reply of(int status, String text, JsonObject body) {
        boolean problem = status >= 400;
        Map<String, String> headers = new TreeMap<>();
        headers.put(Reply.CONTENT_TYPE, problem ? Problem.CONTENT_TYPE : Reply.JSON);
        if (body.containsKey("etag")) {
            headers.put("ETag", body.getString("etag"));
            headers.put("Last-Modified", httpDate(body.getString("lastModified")));
        }
        if (status == 201) {
            headers.put(
                    "Location",
                    "/v1/admin/tenants/" + body.getJsonObject("data").getString("id"));
        }
        String outcome = problem ? slug(body.getString("type")) : Reply.OK;
        return new Reply(status, outcome, headers, Buffer.buffer(text));
    }

    private static String slug(String typeUri) {
        return typeUri.substring(typeUri.lastIndexOf('/') + 1);
    }

    private static String httpDate(String instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.parse(instant).atOffset(ZoneOffset.UTC));
    }
}
