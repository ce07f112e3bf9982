package dev.cellmesh.services.collab;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.service.Entities;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;

/** What did somebody say, when, and where? It never changes. */
record Comment(CommentPosition position, Region region, String author, String text) implements Comparable<Comment> {
    static Comment of(Region region, SqlRow row) {
        return new Comment(
                CommentPosition.of(row.number("written_at"), row.uuid("comment_id")),
                region,
                row.text("author"),
                row.text("content"));
    }

    Instant createdAt() {
        return Instant.ofEpochMilli(position.writtenAt().wallMillis());
    }

    JsonObject toJson(String document) {
        return new JsonObject()
                .put("id", position.comment().toString())
                .put("document", document)
                .put("text", text)
                .put("author", author)
                .put("region", region.name())
                .put("createdAt", Entities.time(createdAt()));
    }

    @Override
    public int compareTo(Comment other) {
        return Comparator.comparing(Comment::position)
                .thenComparing(Comment::region)
                .compare(this, other);
    }
}
