package dev.cellmesh.runtime.service;

import dev.cellmesh.runtime.problem.Problem;
import io.vertx.core.json.JsonObject;

/** What does an operation answer: an entity, a list, or a problem document? Headers follow from it. */
public record Answer(int status, JsonObject body) {
    public static Answer of(Problem problem) {
        return new Answer(problem.type().status(), problem.toJson());
    }

    /** As a statement reads it: {@code {"status": ..., "body": ...}}. */
    public JsonObject toTemplate() {
        return new JsonObject().put("status", status).put("body", body);
    }
}
