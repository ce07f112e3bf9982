package dev.cellmesh.runtime.service;

import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.runtime.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What does an operation answer: an entity, a list, or a problem document? Headers follow from it.
 *
 * @param latest when the latest was written of what a read shows: what its reader writes anywhere comes after it; empty when it
 *     has no such times
 */
public record Answer(int status, JsonObject body, Optional<HybridTimestamp> latest) {
    private static final int OK = 200;
    private static final int CREATED = 201;

    public Answer(int status, JsonObject body) {
        this(status, body, Optional.empty());
    }

    public static Answer ok(JsonObject body) {
        return new Answer(OK, body);
    }

    public static Answer created(JsonObject body) {
        return new Answer(CREATED, body);
    }

    public static Answer of(Problem problem) {
        return new Answer(problem.type().status(), problem.toJson());
    }

    public Answer writtenBy(Optional<HybridTimestamp> shown) {
        return new Answer(status, body, shown);
    }

    /** As a statement reads it: {@code {"status": ..., "body": ...}}. */
    public JsonObject toTemplate() {
        return new JsonObject().put("status", status).put("body", body);
    }
}
