package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Input;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What does an administrator get to see? Strongly read, so an acknowledged change is in it. */
final class AdminReads {
    /** The most that one page has, and what it has when nobody asks: as in the OpenAPI file. */
    static final int PAGE_MAX = 200;

    static final int PAGE_DEFAULT = 50;

    private final MeshStore store;

    AdminReads(MeshStore store) {
        this.store = store;
    }

    Future<Reply> tenant(Input input, Deadline deadline) {
        TenantId id = new TenantId(input.pathParameter("tenant"));
        return store.tenant(id, deadline)
                .map(found -> reply(
                        found,
                        tenant -> tenant.map(record -> AdminReplies.first(new Answer(200, record.toJson())))
                                .orElseGet(AdminReads::unknownTenant)));
    }

    Future<Reply> tenants(Input input, Deadline deadline) {
        Optional<String> after = input.queryText("after").map(Cursor::decode).orElse(Optional.of(""));
        if (after.isEmpty()) {
            return badCursor();
        }
        int most = most(input);
        return store.tenants(after.get(), input.queryText("status"), input.queryText("home"), most + 1, deadline)
                .map(found -> reply(
                        found,
                        rows -> page(
                                rows,
                                most,
                                TenantRecord::toJson,
                                last -> last.id().value())));
    }

    Future<Reply> audit(Input input, Deadline deadline) {
        Optional<Long> before = input.queryText("after")
                .map(cursor -> Cursor.decode(cursor).flatMap(AdminReads::epoch))
                .orElse(Optional.of(Long.MAX_VALUE));
        if (before.isEmpty()) {
            return badCursor();
        }
        int most = most(input);
        return store.audit(before.get(), most + 1, deadline)
                .map(found -> reply(
                        found, rows -> page(rows, most, AuditEntry::toJson, last -> Long.toString(last.epoch()))));
    }

    static int most(Input input) {
        return Math.min(PAGE_MAX, input.queryInteger("limit").orElse(PAGE_DEFAULT));
    }

    /** @param rows one more than {@code most} when there is a next page */
    private static <T> Reply page(List<T> rows, int most, Function<T, JsonObject> toJson, Function<T, String> keyOf) {
        List<T> shown = rows.size() > most ? rows.subList(0, most) : rows;
        JsonObject body = new JsonObject()
                .put("data", new JsonArray(shown.stream().map(toJson).toList()));
        if (rows.size() > most) {
            body.put("next", Cursor.encode(keyOf.apply(shown.getLast())));
        }
        return AdminReplies.first(new Answer(200, body));
    }

    private static <T> Reply reply(Stored<T> outcome, Function<T, Reply> found) {
        return switch (outcome) {
            case Stored.Found<T> rows -> found.apply(rows.value()).with("X-Consistency-Level", "strong");
            case Stored.Unavailable<T> unavailable -> Refusals.of(unavailable.why());
        };
    }

    private static Reply unknownTenant() {
        return Reply.problem(Problem.of(ProblemType.UNKNOWN_ENTITY, "There is no tenant with this id."));
    }

    static Future<Reply> badCursor() {
        return Future.succeededFuture(Reply.problem(
                Problem.of(ProblemType.MALFORMED_REQUEST, "after has to be the value of next of an earlier page.")
                        .with("parameter", "after")));
    }

    private static Optional<Long> epoch(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
