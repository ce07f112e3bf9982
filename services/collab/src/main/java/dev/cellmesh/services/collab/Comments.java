package dev.cellmesh.services.collab;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Input;
import dev.cellmesh.runtime.service.MergedRead;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.WriteOperation;
import dev.cellmesh.runtime.service.WriteOperation.Plan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What can be done with comments? Each region adds rows of its own, and reads put those of all regions in one order: that of the
 * hybrid clock, so that an answer stands behind what its writer had read, if the token of that read comes with it.
 */
final class Comments {
    private static final String COMMENT = "comment";
    /** A page that a person reads at once. */
    private static final int LIMIT_DEFAULT = 50;

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final SqlStatement WRITE = SqlStatement.load(Comments.class, "write-comment");
    private static final SqlStatement LIST = SqlStatement.load(Comments.class, "list-comments");
    private static final SqlStatement READ = SqlStatement.load(Comments.class, "read-comment");

    private Comments() {}

    static WriteOperation write(Ids ids) {
        return new WriteOperation(
                CollabProfiles.WRITE_COMMENT, UnicodeCheck.of("text"), WRITE, call -> plan(call, ids.next()));
    }

    static MergedRead read() {
        return new MergedRead(
                CollabProfiles.READ_COMMENTS,
                Operation.schemaOnly(),
                READ,
                call -> List.of(
                        call.tenant().value(),
                        documentOf(call),
                        UUID.fromString(call.input().pathParameter(COMMENT))),
                Comments::comment);
    }

    static MergedRead list() {
        return new MergedRead(
                CollabProfiles.READ_COMMENTS, Comments::checkCursor, LIST, Comments::parameters, Comments::page);
    }

    private static Plan plan(Call call, UUID id) {
        HybridTimestamp writtenAt = call.stamp().orElseThrow();
        Comment comment = new Comment(
                new CommentPosition(writtenAt, id),
                call.region(),
                call.caller().subject(),
                call.input().body().getString("text"));
        return new Plan(
                List.of(documentOf(call), CommentPosition.number(writtenAt), id, comment.author(), comment.text()),
                Map.of("done", new Answer(CREATED, entity(call, comment))));
    }

    private static JsonObject entity(Call call, Comment comment) {
        return Entities.entity(
                comment.toJson(call.input().pathParameter(Documents.DOCUMENT)),
                1,
                comment.createdAt(),
                comment.createdAt());
    }

    private static Answer comment(Call call, Map<Region, List<SqlRow>> rows) {
        return comments(rows)
                .findFirst()
                .map(comment -> new Answer(OK, entity(call, comment))
                        .writtenBy(Optional.of(comment.position().writtenAt())))
                .orElseGet(() -> Entities.unknown(COMMENT));
    }

    private static Stream<Comment> comments(Map<Region, List<SqlRow>> rows) {
        return rows.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(row -> Comment.of(each.getKey(), row)));
    }

    private static Optional<Problem> checkCursor(Input input) {
        return cursor(input).isPresent()
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemType.MALFORMED_REQUEST, "Send as after what next said, unchanged.")
                        .with("field", "after"));
    }

    private static Optional<CommentPosition> cursor(Input input) {
        return input.queryText("after").map(CommentPosition::decode).orElse(Optional.of(CommentPosition.START));
    }

    private static int limit(Call call) {
        return call.input().queryInteger("limit").orElse(LIMIT_DEFAULT);
    }

    /** One more than the page has tells whether there is a next one. */
    private static List<Object> parameters(Call call) {
        CommentPosition after = cursor(call.input()).orElseThrow();
        return List.of(
                call.tenant().value(),
                documentOf(call),
                CommentPosition.number(after.writtenAt()),
                after.comment(),
                limit(call) + 1L);
    }

    private static Answer page(Call call, Map<Region, List<SqlRow>> rows) {
        List<List<Comment>> ofRegions = rows.entrySet().stream()
                .map(each -> each.getValue().stream()
                        .map(row -> Comment.of(each.getKey(), row))
                        .toList())
                .toList();
        CommentPage page = CommentPage.of(ofRegions, limit(call));
        String document = call.input().pathParameter(Documents.DOCUMENT);
        JsonArray shown = new JsonArray();
        page.shown().forEach(comment -> shown.add(comment.toJson(document)));
        JsonObject body = new JsonObject().put("data", shown);
        page.next().ifPresent(next -> body.put("next", next.encode()));
        return new Answer(OK, body)
                .writtenBy(page.shown().stream()
                        .map(comment -> comment.position().writtenAt())
                        .max(Comparator.naturalOrder()));
    }

    private static UUID documentOf(Call call) {
        return UUID.fromString(call.input().pathParameter(Documents.DOCUMENT));
    }
}
