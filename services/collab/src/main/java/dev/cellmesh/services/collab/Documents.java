package dev.cellmesh.services.collab;

import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.model.merge.Versioned;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.IfMatch;
import dev.cellmesh.runtime.service.Merged;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.RegionalEntity;
import dev.cellmesh.runtime.service.RegionalRead;
import dev.cellmesh.runtime.service.RegionalWrite;
import dev.cellmesh.runtime.service.RegionalWrite.Attempt;
import dev.cellmesh.runtime.service.RegionalWrite.Change;
import dev.cellmesh.runtime.service.Revision;
import dev.cellmesh.runtime.service.SiblingsJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What can be done with a document? Every region writes it without asking another one. Versions that did not know of each other
 * are all kept and shown, until a write that has seen all of them replaces them.
 */
final class Documents {
    static final String DOCUMENT = "document";

    private static final RegionalEntity<Siblings<Revision<Content>>> ENTITY =
            SiblingsJson.entity(DOCUMENT, Content::toJson, Content::of);

    private Documents() {}

    static RegionalWrite<Siblings<Revision<Content>>> create(Ids ids) {
        return new RegionalWrite<>(
                CollabProfiles.CREATE_DOCUMENT,
                Operation.schemaOnly(),
                ENTITY,
                call -> ids.next().toString(),
                attempt -> stored(attempt, Answer::created, "document-created"));
    }

    static RegionalRead<Siblings<Revision<Content>>> read() {
        return new RegionalRead<>(
                CollabProfiles.READ_DOCUMENT, Operation.schemaOnly(), ENTITY, Documents::id, Documents::document);
    }

    static RegionalWrite<Siblings<Revision<Content>>> write() {
        return new RegionalWrite<>(
                CollabProfiles.WRITE_DOCUMENT, Operation.schemaOnly(), ENTITY, Documents::id, Documents::replaced);
    }

    private static String id(Call call) {
        return call.input().pathParameter(DOCUMENT);
    }

    private static Change<Siblings<Revision<Content>>> replaced(Attempt<Siblings<Revision<Content>>> attempt) {
        Optional<IfMatch> condition = attempt.call().ifMatch();
        Optional<VersionVector> given = condition.flatMap(IfMatch::vector);
        VersionVector known = attempt.merged().state().mergedVector();
        if (given.isPresent() && !known.covers(given.get()) && !attempt.isComplete()) {
            return new Change.Behind<>();
        }
        if (!attempt.merged().exists()) {
            return new Change.Refused<>(Entities.unknownEntity(DOCUMENT));
        }
        if (condition.isEmpty()) {
            return new Change.Refused<>(Problem.of(
                    ProblemType.PRECONDITION_REQUIRED,
                    "Send If-Match with the ETag that you last read of the document."));
        }
        // A tag that knows of writes which nobody has made is none of ours, and covers nothing.
        if (!given.equals(Optional.of(known))) {
            return new Change.Refused<>(Problem.of(
                            ProblemType.VERSION_CONFLICT,
                            "The document has changed since: read it again, and decide anew.")
                    .with("currentVersion", known.encode())
                    .with(
                            "providedVersion",
                            given.map(VersionVector::encode)
                                    .orElse(condition.get().tag())));
        }
        return stored(attempt, Answer::ok, "document-written");
    }

    private static Change<Siblings<Revision<Content>>> stored(
            Attempt<Siblings<Revision<Content>>> attempt, Function<JsonObject, Answer> answer, String event) {
        Call call = attempt.call();
        Content content = Content.of(call.input().body());
        Versioned<Revision<Content>> version =
                attempt.merged().state().resolve(call.region(), new Revision<>(content, attempt.now(), call.region()));
        JsonObject data = data(attempt.entityId(), content, false);
        return new Change.Stored<>(
                new Siblings<>(List.of(version)),
                answer.apply(Entities.entity(data, version.vector(), attempt.createdAt(), attempt.modifiedAt())),
                event);
    }

    private static Answer document(Call call, Merged<Siblings<Revision<Content>>> merged) {
        if (!merged.exists()) {
            return Entities.unknown(DOCUMENT);
        }
        Siblings<Revision<Content>> siblings = merged.state();
        JsonObject data = data(id(call), siblings.versions().getFirst().value().value(), siblings.isConflict());
        if (siblings.isConflict()) {
            JsonArray versions = new JsonArray();
            siblings.versions().forEach(version -> versions.add(version(version)));
            data.put("versions", versions);
        }
        return Answer.ok(Entities.entity(
                data,
                siblings.mergedVector(),
                merged.createdAt().orElseThrow(),
                merged.modifiedAt().orElseThrow()));
    }

    private static JsonObject data(String id, Content content, boolean conflict) {
        return new JsonObject().put("id", id).put("content", content.toJson()).put("conflict", conflict);
    }

    private static JsonObject version(Versioned<Revision<Content>> version) {
        return new JsonObject()
                .put("vector", version.vector().encode())
                .put("content", version.value().value().toJson())
                .put(
                        "modifiedAt",
                        Entities.time(
                                Instant.ofEpochMilli(version.value().writtenAt().wallMillis())))
                .put("region", version.value().region().name());
    }
}
