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
import dev.cellmesh.runtime.service.Pages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What does an administrator get to see of the conflict queue? */
final class ConflictReads {
    private static final Pages<ConflictQueue.Place> PAGES =
            new Pages<>(ConflictQueue.Place.BEGINNING, ConflictReads::text, ConflictReads::place);
    private static final char BETWEEN = '~';

    private final ConflictQueue queue;

    ConflictReads(ConflictQueue queue) {
        this.queue = queue;
    }

    /** From the nearest copies; a ring that does not answer is named in the answer, never left out silently. */
    Future<Reply> list(Input input, Deadline deadline) {
        Optional<Problem> malformed = PAGES.check(input);
        if (malformed.isPresent()) {
            return Future.succeededFuture(Reply.problem(malformed.get()));
        }
        ConflictQueue.Filter filter = new ConflictQueue.Filter(
                input.queryText("status"),
                input.queryText("entityType"),
                input.queryText("tenant"),
                PAGES.after(input));
        return queue.list(filter, Pages.limit(input) + 1, deadline).map(found -> page(input, found));
    }

    private Reply page(Input input, ConflictQueue.Found found) {
        if (found.missing().size() == queue.homes().size()) {
            return Refusals.of(Refusal.UNREACHABLE, found.missing().first());
        }
        JsonObject body = PAGES.page(
                input,
                found.records(),
                ConflictRecord::toSummary,
                last -> new ConflictQueue.Place(last.foundAt(), last.id()));
        if (!found.missing().isEmpty()) {
            body.put(
                    "incomplete",
                    new JsonArray(found.missing().stream().map(Region::name).toList()));
        }
        return AdminReplies.first(Answer.ok(body)).with("X-Consistency-Level", "eventual");
    }

    Future<Reply> one(Input input, Deadline deadline) {
        return queue.find(UUID.fromString(input.pathParameter("conflict")), deadline)
                .map(found -> found.records().stream()
                        .findFirst()
                        .map(record ->
                                AdminReplies.first(Answer.ok(record.toJson())).with("X-Consistency-Level", "strong"))
                        .orElseGet(() -> notFound(found)));
    }

    /** A ring that does not answer may have it. */
    static Reply notFound(ConflictQueue.Found found) {
        return found.missing().isEmpty()
                ? Reply.problem(Problem.of(ProblemType.UNKNOWN_ENTITY, "There is no conflict with this id."))
                : Refusals.of(Refusal.UNREACHABLE, found.missing().first());
    }

    private static String text(ConflictQueue.Place place) {
        return Entities.time(place.foundAt()) + BETWEEN + place.id();
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
