package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.service.SiblingsJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Does the audit log know of every resolved conflict, once? The log is in the ring of the whole mesh, conflicts are in those of
 * homes, and nothing spans both. So a resolved conflict is marked as not audited by the statement that resolves it, and loses the
 * mark when the log has it; the log takes each only once. Whoever crashes in between leaves the mark for the next look.
 */
final class ConflictAuditor {
    /** Rarely is there anything, and a few seconds late is soon enough. */
    static final Duration PERIOD = Duration.ofSeconds(5);
    /** Of one ring in one look: each takes two round trips to all regions. */
    private static final int MOST = 20;
    /** As for other changes of the mesh: so many lost races in a row are a crowd. */
    private static final int ATTEMPTS_MAX = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConflictQueue queue;
    private final MeshStore store;
    private final MeshDirectory directory;
    private final Supplier<RouteSnapshot> routes;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private boolean looking;

    ConflictAuditor(
            ConflictQueue queue,
            MeshStore store,
            MeshDirectory directory,
            Supplier<RouteSnapshot> routes,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.queue = queue;
        this.store = store;
        this.directory = directory;
        this.routes = routes;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** Completes what was left over; one look at a time. */
    Future<Void> look() {
        if (looking) {
            return Future.succeededFuture();
        }
        looking = true;
        Future<Void> all = Future.succeededFuture();
        for (Region home : queue.homes()) {
            all = all.compose(done -> lookAt(home));
        }
        return all.onComplete(done -> looking = false);
    }

    private Future<Void> lookAt(Region home) {
        Deadline deadline = Deadline.in(PATIENCE, nanoClock.getAsLong());
        return queue.unaudited(home, MOST, deadline).compose(found -> switch (found) {
            case Stored.Found<List<ConflictRecord>> records -> auditAll(new ArrayDeque<>(records.value()), deadline);
            case Stored.Unavailable<List<ConflictRecord>> unavailable -> Future.succeededFuture();
        });
    }

    private Future<Void> auditAll(Deque<ConflictRecord> left, Deadline deadline) {
        return left.isEmpty()
                ? Future.succeededFuture()
                : audit(left.removeFirst(), deadline)
                        .compose(audited -> audited ? auditAll(left, deadline) : Future.succeededFuture());
    }

    /** Whether the log has it now. */
    Future<Boolean> audit(ConflictRecord resolved, Deadline deadline) {
        return directory.any(deadline).compose(state -> switch (state) {
            case Stored.Found<MeshState> found -> append(1, found.value(), resolved, deadline);
            case Stored.Unavailable<MeshState> unavailable -> Future.succeededFuture(false);
        });
    }

    private Future<Boolean> append(int attempt, MeshState state, ConflictRecord resolved, Deadline deadline) {
        AuditEntry entry = AuditEntry.following(
                state,
                resolved.changedAt(),
                resolved.resolvedBy().orElseThrow(),
                "conflict.resolve",
                resolved.id().toString(),
                before(resolved).encode(),
                after(resolved).encode());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return store.append(entry, claim(resolved), now, deadline).compose(outcome -> switch (outcome) {
            case ChangeOutcome.Done done -> {
                directory.accept(state.with(entry));
                yield mark(resolved, deadline);
            }
            case ChangeOutcome.NotClaimed known -> mark(resolved, deadline);
            case ChangeOutcome.Stale stale ->
                attempt < ATTEMPTS_MAX
                        ? directory.reload(deadline).compose(again -> switch (again) {
                            case Stored.Found<MeshState> found ->
                                append(attempt + 1, found.value(), resolved, deadline);
                            case Stored.Unavailable<MeshState> unavailable -> Future.succeededFuture(false);
                        })
                        : Future.succeededFuture(false);
            case ChangeOutcome.Unavailable unavailable -> Future.succeededFuture(false);
            case ChangeOutcome.Unknown unknown -> Future.succeededFuture(false);
        });
    }

    private Future<Boolean> mark(ConflictRecord resolved, Deadline deadline) {
        Optional<Long> epoch = routes.get().writerEpoch(RingId.of(resolved.home()));
        return epoch.map(current -> queue.markAudited(resolved, current, deadline)
                        .map(outcome -> outcome instanceof ConflictQueue.Outcome.Done))
                .orElse(Future.succeededFuture(false));
    }

    /** No client's key has a blank. */
    private static Claim claim(ConflictRecord resolved) {
        String key = "conflict " + resolved.id() + ' ' + resolved.version();
        return new Claim(resolved.resolvedBy().orElseThrow(), key, Hash.ofAll(key));
    }

    private static JsonObject before(ConflictRecord resolved) {
        return resolved.event()
                .put("homeRegion", resolved.home().name())
                .put("status", ConflictRecord.OPEN)
                .put("version", resolved.version() - 1);
    }

    /** A merged value stays in its tenant's home: the log, which is in every region, has its hash. */
    private static JsonObject after(ConflictRecord resolved) {
        JsonObject how = resolved.resolution().orElseThrow();
        JsonObject told = new JsonObject().put("vector", how.getString("vector"));
        Optional.ofNullable(how.getString("choose")).ifPresent(vector -> told.put("choose", vector));
        Optional.ofNullable(how.getJsonObject("merged"))
                .ifPresent(value -> told.put(
                        "mergedSha256",
                        Hash.ofAll(SiblingsJson.sorted(value).encode()).hex()));
        return resolved.event()
                .put("homeRegion", resolved.home().name())
                .put("status", ConflictRecord.RESOLVED)
                .put("version", resolved.version())
                .put("resolution", told);
    }
}
