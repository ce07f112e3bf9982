package dev.cellmesh.runtime.service;

import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.RegionalWrite.Attempt;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/** How do entities look in answers, whichever service they belong to? */
public final class Entities {
    /** Milliseconds always, as the statements write them. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Entities() {}

    /** With a number as its version, which is its entity tag, too. */
    public static JsonObject entity(JsonObject data, long version, Instant createdAt, Instant lastModified) {
        return entity(data, version, IfMatch.tagOf(version), createdAt, lastModified);
    }

    /** One that keeps concurrent versions: what all that is shown knows is its version, and its entity tag. */
    public static JsonObject entity(JsonObject data, VersionVector version, Instant createdAt, Instant lastModified) {
        return entity(data, version.encode(), IfMatch.tagOf(version), createdAt, lastModified);
    }

    private static JsonObject entity(
            JsonObject data, Object version, String etag, Instant createdAt, Instant lastModified) {
        return new JsonObject()
                .put("data", data)
                .put("version", version)
                .put("etag", etag)
                .put("lastModified", TIME.format(lastModified))
                .put("createdAt", TIME.format(createdAt));
    }

    /** As its row has it, in the columns {@code version}, {@code created_at} and {@code updated_at}. */
    public static JsonObject entity(JsonObject data, SqlRow row) {
        return entity(
                data,
                row.number("version"),
                row.time("created_at").toInstant(),
                row.time("updated_at").toInstant());
    }

    /** One that every region writes, as it was read. */
    public static JsonObject merged(JsonObject data, Merged<?> merged) {
        return merged(
                data,
                merged.versions(),
                merged.createdAt().orElseThrow(),
                merged.modifiedAt().orElseThrow());
    }

    /** One that every region writes, as a read shows it that sees this write and what it saw. */
    public static JsonObject written(JsonObject data, Attempt<?> attempt) {
        return merged(data, attempt.versions(), attempt.createdAt(), attempt.modifiedAt());
    }

    /** How many writes of each region are in it is its entity tag; how many in all, its version. */
    private static JsonObject merged(JsonObject data, VersionVector rows, Instant createdAt, Instant lastModified) {
        long version =
                rows.counts().values().stream().mapToLong(Long::longValue).sum();
        return entity(data, version, IfMatch.tagOf(rows), createdAt, lastModified);
    }

    /** Of an instant or a column's time. */
    public static String time(TemporalAccessor time) {
        return TIME.format(time);
    }

    /** What a read of one row answers: the entity that it holds, or that there is none. */
    public static BiFunction<Call, List<SqlRow>, Answer> one(String what, Function<SqlRow, JsonObject> entity) {
        return (call, rows) -> rows.isEmpty() ? unknown(what) : Answer.ok(entity.apply(rows.getFirst()));
    }

    public static Answer unknown(String what) {
        return Answer.of(unknownEntity(what));
    }

    public static Problem unknownEntity(String what) {
        return Problem.of(ProblemType.UNKNOWN_ENTITY, "The tenant has no such " + what + ".");
    }

    /** What a read of one entity at home begins with: home region, tenant, and an id of the path. */
    public static List<Object> keyOf(Call call, String idParameter) {
        List<Object> key = new ArrayList<>();
        key.add(call.route().home().name());
        key.add(call.tenant().value());
        key.add(call.input().pathId(idParameter));
        return key;
    }
}
