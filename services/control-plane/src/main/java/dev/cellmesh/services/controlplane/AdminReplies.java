package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.cell.EntityHeaders;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.service.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** How is an answer sent? Its headers follow from status and body alone, so a replay has the same as the first had. */
final class AdminReplies {
    static final String TENANTS_PATH = "/v1/admin/tenants";
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
        Reply reply = new Reply(
                status,
                EntityHeaders.outcome(status, body),
                EntityHeaders.of(TENANTS_PATH, status, body),
                Buffer.buffer(text));
        Integer retryAfter = body.getInteger(Reply.RETRY_AFTER_FIELD);
        return retryAfter == null ? reply : reply.with(Reply.RETRY_AFTER, retryAfter.toString());
    }
}
