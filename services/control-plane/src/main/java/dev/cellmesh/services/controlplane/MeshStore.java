package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How is the mesh's state kept? In the global ring: read strongly, written with quorum durability, one statement each. What
 * a statement says is in its file.
 */
final class MeshStore {
    /** Longer than any client goes on retrying; the keys of administrators are few. */
    static final Duration KEY_RETENTION = Duration.ofDays(7);
    /** So that one purge stays far below a second. */
    private static final int KEYS_FORGOTTEN_MAX = 1_000;

    private static final SqlStatement LOAD = sql("load-state");
    private static final SqlStatement EPOCH = sql("epoch");
    private static final SqlStatement CHANGE_MESH = sql("change-mesh");
    private static final SqlStatement REGISTER = sql("register");
    private static final SqlStatement APPEND_AUDIT = sql("append-audit");
    private static final SqlStatement STORED_ANSWER = sql("stored-answer");
    private static final SqlStatement READ_TENANT = sql("read-tenant");
    private static final SqlStatement LIST_TENANTS = sql("list-tenants");
    private static final SqlStatement LIST_AUDIT = sql("list-audit");
    private static final SqlStatement FORGET_KEYS = sql("forget-keys");

    private final RegionalDatabase database;

    MeshStore(RegionalDatabase database) {
        this.database = database;
    }

    Future<Stored<MeshState>> load(Deadline deadline) {
        return read(LOAD, List.of(), deadline, MeshRows::state);
    }

    /** Cheap enough to be asked every half second. */
    Future<Stored<Long>> epoch(Deadline deadline) {
        return read(EPOCH, List.of(), deadline, rows -> rows.getFirst().number("epoch"));
    }

    /** Makes the change, or only notes the answer when there is none. */
    Future<ChangeOutcome> change(Claim claim, Decision decision, Instant now, Deadline deadline) {
        List<Object> parameters = new ChangeParameters(claim, decision, now).toList();
        return write(CHANGE_MESH, parameters, deadline);
    }

    Future<ChangeOutcome> register(
            Collection<Region> regions, Collection<CellId> cells, AuditEntry audit, Deadline deadline) {
        return write(
                REGISTER,
                List.of(
                        audit.epoch() - 1,
                        at(audit.at()),
                        new JsonArray(regions.stream().map(Region::name).toList()),
                        new JsonArray(cells.stream().map(CellId::toString).toList()),
                        audit.actor(),
                        audit.action(),
                        audit.subject(),
                        audit.before(),
                        audit.after(),
                        audit.previousHash().bytes(),
                        audit.hash().bytes()),
                deadline);
    }

    /** Has the log know of what was done elsewhere, once per claim. */
    Future<ChangeOutcome> append(AuditEntry audit, Claim claim, Instant now, Deadline deadline) {
        return write(
                APPEND_AUDIT,
                List.of(
                        audit.epoch() - 1,
                        claim.actor(),
                        claim.key(),
                        claim.fingerprint().bytes(),
                        at(now),
                        at(now.plus(KEY_RETENTION)),
                        at(audit.at()),
                        audit.actor(),
                        audit.action(),
                        audit.subject(),
                        audit.before(),
                        audit.after(),
                        audit.previousHash().bytes(),
                        audit.hash().bytes()),
                deadline);
    }

    Future<Stored<Optional<StoredAnswer>>> storedAnswer(Claim claim, Deadline deadline) {
        return read(
                STORED_ANSWER,
                List.of(claim.actor(), claim.key()),
                deadline,
                rows -> rows.stream().findFirst().map(MeshRows::answer));
    }

    Future<Stored<Optional<TenantRecord>>> tenant(TenantId id, Deadline deadline) {
        return read(
                READ_TENANT,
                List.of(id.value()),
                deadline,
                rows -> rows.stream().findFirst().map(MeshRows::tenant));
    }

    /** @param after the last tenant of the page before; empty for the first page */
    Future<Stored<List<TenantRecord>>> tenants(
            String after, Optional<String> status, Optional<String> home, int most, Deadline deadline) {
        List<Object> parameters = Arrays.asList(after, status.orElse(null), home.orElse(null), (long) most);
        return read(
                LIST_TENANTS,
                parameters,
                deadline,
                rows -> rows.stream().map(MeshRows::tenant).toList());
    }

    /** Newest first. */
    Future<Stored<List<AuditEntry>>> audit(long beforeEpoch, int most, Deadline deadline) {
        return read(
                LIST_AUDIT,
                List.of(beforeEpoch, (long) most),
                deadline,
                rows -> rows.stream().map(MeshRows::audit).toList());
    }

    /** Deletes keys that have expired, some at a time; what is left over waits for the next time. */
    Future<WriteOutcome> forgetKeys(Instant now, Deadline deadline) {
        return database.write(new Write(
                RingId.GLOBAL, Durability.QUORUM, FORGET_KEYS, List.of(at(now), (long) KEYS_FORGOTTEN_MAX), deadline));
    }

    private <T> Future<Stored<T>> read(
            SqlStatement sql, List<Object> parameters, Deadline deadline, Function<List<SqlRow>, T> mapping) {
        return database.read(new Read(RingId.GLOBAL, ReadLevel.STRONG, sql, parameters, deadline))
                .map(outcome -> switch (outcome) {
                    case ReadOutcome.Rows rows -> new Stored.Found<>(mapping.apply(rows.rows()));
                    case ReadOutcome.Unavailable unavailable -> new Stored.Unavailable<>(unavailable.why());
                });
    }

    private Future<ChangeOutcome> write(SqlStatement sql, List<Object> parameters, Deadline deadline) {
        return database.write(new Write(RingId.GLOBAL, Durability.QUORUM, sql, parameters, deadline))
                .map(outcome -> switch (outcome) {
                    case WriteOutcome.Committed committed ->
                        verdict(committed.row().text("verdict"));
                    case WriteOutcome.Unavailable unavailable -> new ChangeOutcome.Unavailable(unavailable.why());
                    case WriteOutcome.Unknown unknown -> new ChangeOutcome.Unknown();
                });
    }

    private static ChangeOutcome verdict(String verdict) {
        return switch (verdict) {
            case "done" -> new ChangeOutcome.Done();
            case "stale" -> new ChangeOutcome.Stale();
            case "not-claimed" -> new ChangeOutcome.NotClaimed();
            default -> throw new IllegalStateException("no such verdict: " + verdict);
        };
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static SqlStatement sql(String file) {
        return SqlStatement.load(MeshStore.class, file);
    }
}
