package dev.cellmesh.runtime.conflict;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.service.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How does a conflict get into the queue, and out again when a later write ends it? One statement each, in the ring of the
 * tenant's home, which tells of it in the outbox.
 */
final class ConflictStore {
    private static final SqlStatement FILE = SqlStatement.load(ConflictStore.class, "file-conflict");
    private static final SqlStatement SETTLE = SqlStatement.load(ConflictStore.class, "settle-conflict");
    private static final SqlStatement OPEN = SqlStatement.load(ConflictStore.class, "open-conflicts");

    private final RegionalDatabase database;
    private final NearbyRows rows;
    private final Region home;
    private final Ids ids;

    /** @param home of the tenants whose conflicts these are */
    ConflictStore(RegionalDatabase database, NearbyRows rows, Region home, Ids ids) {
        this.database = database;
        this.rows = rows;
        this.home = home;
        this.ids = ids;
    }

    /** What came of filing or settling? */
    enum Outcome {
        DONE,
        /** It was so already. */
        KNOWN,
        /** Not now, or nobody can tell: the next look does it again. */
        LATER
    }

    Future<Outcome> file(Conflict conflict, long writerEpoch, Instant now) {
        UUID id = conflict.id();
        EntityKey entity = conflict.entity();
        return write(
                FILE,
                List.of(
                        home.name(),
                        writerEpoch,
                        id,
                        entity.tenant().value(),
                        entity.type(),
                        entity.id(),
                        new JsonArray(conflict.vectors()),
                        conflict.versionsJson(),
                        now.atOffset(ZoneOffset.UTC),
                        ids.next(),
                        Conflict.event(id, entity, conflict.vectors())));
    }

    Future<Outcome> settle(OpenConflict conflict, long writerEpoch, Instant now) {
        List<String> vectors =
                conflict.vectors().stream().map(VersionVector::encode).toList();
        return write(
                SETTLE,
                List.of(
                        home.name(),
                        writerEpoch,
                        conflict.id(),
                        conflict.entity().tenant().value(),
                        now.atOffset(ZoneOffset.UTC),
                        ids.next(),
                        Conflict.event(conflict.id(), conflict.entity(), vectors)));
    }

    /** Oldest first, behind the last one of the page before. */
    Future<Optional<List<OpenConflict>>> open(Optional<OpenConflict> after, JsonArray tenants, long most) {
        return rows.read(
                        home,
                        OPEN,
                        List.of(
                                after.map(OpenConflict::foundAt)
                                        .orElse(Instant.EPOCH)
                                        .atOffset(ZoneOffset.UTC),
                                after.map(OpenConflict::id).orElse(new UUID(0, 0)),
                                tenants,
                                most))
                .map(found -> found.map(
                        list -> list.stream().map(ConflictStore::openConflict).toList()));
    }

    private static OpenConflict openConflict(SqlRow row) {
        return new OpenConflict(
                row.uuid("conflict_id"),
                new EntityKey(new TenantId(row.text("tenant_id")), row.text("entity_type"), row.text("entity_id")),
                new JsonArray(row.text("vectors"))
                        .stream()
                                .map(text -> VersionVector.parse((String) text).orElseThrow())
                                .toList(),
                row.time("found_at").toInstant());
    }

    private Future<Outcome> write(SqlStatement sql, List<Object> parameters) {
        return database.write(new Write(RingId.of(home), Durability.QUORUM, sql, parameters, rows.deadline()))
                .map(outcome -> switch (outcome) {
                    case WriteOutcome.Committed committed ->
                        switch (committed.row().text("verdict")) {
                            case "done" -> Outcome.DONE;
                            case "known" -> Outcome.KNOWN;
                            default -> Outcome.LATER;
                        };
                    case WriteOutcome.Unavailable unavailable -> Outcome.LATER;
                    case WriteOutcome.Unknown unknown -> Outcome.LATER;
                });
    }

    /** @param vectors of the versions that it is about */
    record OpenConflict(UUID id, EntityKey entity, List<VersionVector> vectors, Instant foundAt) {}
}
