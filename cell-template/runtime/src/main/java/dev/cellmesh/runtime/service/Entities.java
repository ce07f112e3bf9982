package dev.cellmesh.runtime.service;

import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

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

    /** @param etag with its quotes */
    public static JsonObject entity(
            JsonObject data, long version, String etag, Instant createdAt, Instant lastModified) {
        return new JsonObject()
                .put("data", data)
                .put("version", version)
                .put("etag", etag)
                .put("lastModified", TIME.format(lastModified))
                .put("createdAt", TIME.format(createdAt));
    }

    /** One that keeps concurrent versions: what all that is shown knows is its version, and its entity tag. */
    public static JsonObject entity(JsonObject data, VersionVector version, Instant createdAt, Instant lastModified) {
        return new JsonObject()
                .put("data", data)
                .put("version", version.encode())
                .put("etag", IfMatch.tagOf(version))
                .put("lastModified", TIME.format(lastModified))
                .put("createdAt", TIME.format(createdAt));
    }

    /** Of an instant or a column's time. */
    public static String time(TemporalAccessor time) {
        return TIME.format(time);
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
        key.add(UUID.fromString(call.input().pathParameter(idParameter)));
        return key;
    }
}
