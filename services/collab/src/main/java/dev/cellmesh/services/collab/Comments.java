package dev.cellmesh.services.collab;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.MergedRead;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.Pages;
import dev.cellmesh.runtime.service.Verdict;
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
    private static final SqlStatement WRITE = SqlStatement.load(Comments.class, "write-comment");
    private static final SqlStatement LIST = SqlStatement.load(Comments.class, "list-comments");
    private static final SqlStatement READ = SqlStatement.load(Comments.class, "read-comment");

    private Comments() {}

    static WriteOperation write(Ids ids) {
        return new WriteOperation(
                CollabProfiles.WRITE_COMMENT, Operation.schemaOnly(), WRITE, call -> plan(call, ids.next()));
    }

    static MergedRead read() {
        return new MergedRead(
                CollabProfiles.READ_COMMENTS,
                Operation.schemaOnly(),
                READ,
                call -> List.of(
                        call.tenant().value(), documentOf(call), call.input().pathId(COMMENT)),
                Comments::comment);
    }

    static MergedRead list() {
        return new MergedRead(
                CollabProfiles.READ_COMMENTS, CommentPosition.PAGES::check, LIST, Comments::parameters, Comments::page);
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
                Map.of(Verdict.DONE, Answer.created(entity(call, comment))));
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
                .map(comment -> Answer.ok(entity(call, comment))
                        .writtenBy(Optional.of(comment.position().writtenAt())))
                .orElseGet(() -> Entities.unknown(COMMENT));
    }

    private static Stream<Comment> comments(Map<Region, List<SqlRow>> rows) {
        return rows.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(row -> Comment.of(each.getKey(), row)));
    }

    private static List<Object> parameters(Call call) {
        CommentPosition after = CommentPosition.PAGES.after(call.input());
        return List.of(
                call.tenant().value(),
                documentOf(call),
                CommentPosition.number(after.writtenAt()),
                after.comment(),
                Pages.rows(call.input()));
    }

    private static Answer page(Call call, Map<Region, List<SqlRow>> rows) {
        List<List<Comment>> ofRegions = rows.entrySet().stream()
                .map(each -> each.getValue().stream()
                        .map(row -> Comment.of(each.getKey(), row))
                        .toList())
                .toList();
        CommentPage page = CommentPage.of(ofRegions, Pages.limit(call.input()));
        String document = call.input().pathParameter(Documents.DOCUMENT);
        JsonArray shown = new JsonArray();
        page.shown().forEach(comment -> shown.add(comment.toJson(document)));
        JsonObject body = new JsonObject().put("data", shown);
        page.next().ifPresent(next -> body.put("next", CommentPosition.PAGES.encode(next)));
        return Answer.ok(body)
                .writtenBy(page.shown().stream()
                        .map(comment -> comment.position().writtenAt())
                        .max(Comparator.naturalOrder()));
    }

    private static UUID documentOf(Call call) {
        return call.input().pathId(Documents.DOCUMENT);
    }
}
