package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.Versioned;
import dev.cellmesh.runtime.conflict.Conflict;
import dev.cellmesh.runtime.conflict.EntityKey;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Revision;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What does the queue know of one conflict?
 *
 * @param home where its tenant is at home, whose ring has the row
 * @param vectors of its versions
 * @param versions empty in a list
 * @param resolution see {@link Resolution}
 * @param version grows by one with each change of the row; from 1
 */
record ConflictRecord(
        UUID id,
        Region home,
        EntityKey entity,
        String status,
        JsonArray vectors,
        Siblings<Revision<JsonObject>> versions,
        Optional<JsonObject> resolution,
        Optional<String> resolvedBy,
        long version,
        Instant foundAt,
        Instant changedAt) {

    static final String OPEN = "open";
    static final String RESOLVED = "resolved";
    static final String SETTLED = "settled";

    /** Of a list. */
    static ConflictRecord summary(Region home, SqlRow row) {
        return of(home, row, Siblings.empty(), Optional.empty());
    }

    static ConflictRecord whole(Region home, SqlRow row) {
        return of(
                home,
                row,
                Conflict.versionsOf(new JsonArray(row.text("versions"))),
                Optional.ofNullable(row.text("resolution")).map(JsonObject::new));
    }

    private static ConflictRecord of(
            Region home, SqlRow row, Siblings<Revision<JsonObject>> versions, Optional<JsonObject> resolution) {
        return new ConflictRecord(
                row.uuid("conflict_id"),
                home,
                new EntityKey(new TenantId(row.text("tenant_id")), row.text("entity_type"), row.text("entity_id")),
                row.text("status"),
                new JsonArray(row.text("vectors")),
                versions,
                resolution,
                Optional.ofNullable(row.text("resolved_by")),
                row.number("version"),
                row.time("found_at").toInstant(),
                row.time("changed_at").toInstant());
    }

    ConflictRecord resolved(JsonObject how, String by, Instant at) {
        return new ConflictRecord(
                id,
                home,
                entity,
                RESOLVED,
                vectors,
                versions,
                Optional.of(how),
                Optional.of(by),
                version + 1,
                foundAt,
                at);
    }

    /** The contract's form of an entity, without the versions' values. */
    JsonObject toSummary() {
        return entity(data().put("vectors", vectors));
    }

    /** The contract's form of an entity. Equal records give equal bytes. */
    JsonObject toJson() {
        JsonArray all = new JsonArray();
        versions.versions().forEach(one -> all.add(toJson(one)));
        JsonObject data = data().put("versions", all);
        resolution.ifPresent(how -> data.put("resolution", how));
        return entity(data);
    }

    private JsonObject entity(JsonObject data) {
        return Entities.entity(data, version, foundAt, changedAt);
    }

    private JsonObject data() {
        JsonObject data = new JsonObject()
                .put("id", id.toString())
                .put("tenant", entity.tenant().value())
                .put("homeRegion", home.name())
                .put("entityType", entity.type())
                .put("entityId", entity.id())
                .put("status", status);
        resolvedBy.ifPresent(who -> data.put("resolvedBy", who));
        return data;
    }

    private static JsonObject toJson(Versioned<Revision<JsonObject>> one) {
        Revision<JsonObject> revision = one.value();
        return new JsonObject()
                .put("vector", one.vector().encode())
                .put("value", revision.value())
                .put(
                        "writtenAt",
                        Entities.time(Instant.ofEpochMilli(revision.writtenAt().wallMillis())))
                .put("region", revision.region().name());
    }

    /** For events: which entity and versions, but not what is in them. */
    JsonObject event() {
        return Conflict.event(id, entity, vectorTexts());
    }

    List<String> vectorTexts() {
        return vectors.stream().map(String.class::cast).toList();
    }
}
