package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Input;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What does an administrator get to see of the conflict queue? */
final class ConflictReads {
    private static final char BETWEEN = '~';

    private final ConflictQueue queue;

    ConflictReads(ConflictQueue queue) {
        this.queue = queue;
    }

    /** From the nearest copies; a ring that does not answer is named in the answer, never left out silently. */
    Future<Reply> list(Input input, Deadline deadline) {
        Optional<ConflictQueue.Place> after = input.queryText("after")
                .map(cursor -> Cursor.decode(cursor).flatMap(ConflictReads::place))
                .orElse(Optional.of(ConflictQueue.Place.BEGINNING));
        if (after.isEmpty()) {
            return AdminReads.badCursor();
        }
        int most = AdminReads.most(input);
        ConflictQueue.Filter filter = new ConflictQueue.Filter(
                input.queryText("status"), input.queryText("entityType"), input.queryText("tenant"), after.get());
        return queue.list(filter, most + 1, deadline).map(found -> page(found, most));
    }

    private Reply page(ConflictQueue.Found found, int most) {
        if (found.missing().size() == queue.homes().size()) {
            return Refusals.of(Refusal.UNREACHABLE, found.missing().first());
        }
        List<ConflictRecord> records = found.records();
        List<ConflictRecord> shown = records.size() > most ? records.subList(0, most) : records;
        JsonObject body = new JsonObject()
                .put(
                        "data",
                        new JsonArray(
                                shown.stream().map(ConflictRecord::toSummary).toList()));
        if (records.size() > most) {
            body.put("next", Cursor.encode(keyOf(shown.getLast())));
        }
        if (!found.missing().isEmpty()) {
            body.put(
                    "incomplete",
                    new JsonArray(found.missing().stream().map(Region::name).toList()));
        }
        return AdminReplies.first(new Answer(200, body)).with("X-Consistency-Level", "eventual");
    }

    Future<Reply> one(Input input, Deadline deadline) {
        return queue.find(UUID.fromString(input.pathParameter("conflict")), deadline)
                .map(found -> found.records().stream()
                        .findFirst()
                        .map(record -> AdminReplies.first(new Answer(200, record.toJson()))
                                .with("X-Consistency-Level", "strong"))
                        .orElseGet(() -> notFound(found)));
    }

    /** A ring that does not answer may have it. */
    static Reply notFound(ConflictQueue.Found found) {
        return found.missing().isEmpty()
                ? Reply.problem(Problem.of(ProblemType.UNKNOWN_ENTITY, "There is no conflict with this id."))
                : Refusals.of(Refusal.UNREACHABLE, found.missing().first());
    }

    private static String keyOf(ConflictRecord last) {
        return Entities.time(last.foundAt()) + BETWEEN + last.id();
    }

    private static Optional<ConflictQueue.Place> place(String key) {
        int between = key.indexOf(BETWEEN);
        if (between < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ConflictQueue.Place(
                    Instant.parse(key.substring(0, between)), UUID.fromString(key.substring(between + 1))));
        } catch (DateTimeException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
