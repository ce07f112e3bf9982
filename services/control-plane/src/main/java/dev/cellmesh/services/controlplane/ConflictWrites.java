package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.merge.HybridClock;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.runtime.conflict.EntityKey;
import dev.cellmesh.runtime.conflict.NearbyRows;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.IfMatch;
import dev.cellmesh.runtime.service.Revision;
import dev.cellmesh.runtime.service.SiblingsJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * How does an administrator's choice come true, exactly once? It is decided on what was read, and made true by one statement in
 * the ring of the tenant's home that holds only while conflict and entity are as they were read. Then the audit log is told.
 */
final class ConflictWrites {
    /** Each lost race means that somebody wrote the entity in between: a person can look again. */
    private static final int ATTEMPTS_MAX = 5;

    private final ConflictQueue queue;
    private final NearbyRows rows;
    private final ConflictAuditor auditor;
    private final Supplier<RouteSnapshot> routes;
    private final Ids ids;
    private final InstantSource clock;
    private final HybridClock hybridClock;

    ConflictWrites(
            ConflictQueue queue,
            NearbyRows rows,
            ConflictAuditor auditor,
            Supplier<RouteSnapshot> routes,
            Ids ids,
            InstantSource clock) {
        this.queue = queue;
        this.rows = rows;
        this.auditor = auditor;
        this.routes = routes;
        this.ids = ids;
        this.clock = clock;
        this.hybridClock = new HybridClock(clock, HybridClock.AHEAD_MAX_DEFAULT);
    }

    /** What does an administrator ask for? */
    record Command(
            UUID conflict, Resolution.Choice choice, Optional<IfMatch> ifMatch, Claim claim, Deadline deadline) {}

    Future<Reply> resolve(Command command) {
        return attempt(command, 1);
    }

    private Future<Reply> attempt(Command command, int number) {
        return queue.find(command.conflict(), command.deadline()).compose(found -> {
            if (found.records().isEmpty()) {
                return Future.succeededFuture(ConflictReads.notFound(found));
            }
            ConflictRecord conflict = found.records().getFirst();
            if (command.ifMatch().isEmpty()) {
                return replayOr(
                        command,
                        conflict,
                        Reply.problem(Problem.of(
                                ProblemType.PRECONDITION_REQUIRED,
                                "Send If-Match with the ETag of the conflict that you have seen.")));
            }
            Optional<Long> epoch = routes.get().writerEpoch(RingId.of(conflict.home()));
            return epoch.isEmpty()
                    ? refused(Refusal.UNREACHABLE, conflict)
                    : read(command, conflict, epoch.get(), number);
        });
    }

    private Future<Reply> read(Command command, ConflictRecord conflict, long writerEpoch, int number) {
        Future<Stored<Optional<SqlRow>>> own = queue.ownState(conflict, command.deadline());
        Future<Optional<Map<EntityKey, Siblings<Revision<JsonObject>>>>> nearby =
                rows.versions(List.of(conflict.entity()), command.deadline());
        return Future.all(own, nearby).compose(both -> switch (own.result()) {
            case Stored.Unavailable<Optional<SqlRow>> unavailable -> refused(unavailable.why(), conflict);
            case Stored.Found<Optional<SqlRow>> found -> {
                if (nearby.result().isEmpty()) {
                    yield refused(Refusal.UNREACHABLE, conflict);
                }
                Siblings<Revision<JsonObject>> seen =
                        nearby.result().get().getOrDefault(conflict.entity(), Siblings.empty());
                yield decide(command, conflict, writerEpoch, seen, found.value(), number);
            }
        });
    }

    private Future<Reply> decide(
            Command command,
            ConflictRecord conflict,
            long writerEpoch,
            Siblings<Revision<JsonObject>> nearby,
            Optional<SqlRow> own,
            int number) {
        Siblings<Revision<JsonObject>> current = own.map(
                        row -> SiblingsJson.decode(new JsonObject(row.text("state")), SiblingsJson::sorted))
                .map(nearby::merge)
                .orElse(nearby);
        HybridTimestamp latest =
                SiblingsJson.latest(current.merge(conflict.versions())).orElse(HybridTimestamp.ZERO);
        Optional<HybridTimestamp> at = hybridClock.nowAfter(latest);
        if (at.isEmpty()) {
            return refused(Refusal.NOT_CAUGHT_UP, conflict);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Resolution resolution = Resolution.decide(
                conflict,
                current,
                command.ifMatch().orElseThrow(),
                command.choice(),
                command.claim().actor(),
                at.get(),
                now);
        ConflictQueue.Attempt attempt = new ConflictQueue.Attempt(
                conflict,
                own.map(row -> row.number("version")).orElse(0L),
                resolution,
                command.claim(),
                writerEpoch,
                ids.next(),
                now);
        return queue.resolve(attempt, command.deadline()).compose(outcome -> switch (outcome) {
            case ConflictQueue.Outcome.Done done -> done(command, resolution);
            case ConflictQueue.Outcome.Stale stale ->
                number < ATTEMPTS_MAX ? attempt(command, number + 1) : Future.succeededFuture(Refusals.contended());
            case ConflictQueue.Outcome.NotClaimed held -> replayOr(command, conflict, Refusals.contended());
            case ConflictQueue.Outcome.Fenced fenced -> replayOr(command, conflict, Refusals.fenced(conflict.home()));
            case ConflictQueue.Outcome.Unavailable unavailable -> refused(unavailable.why(), conflict);
            case ConflictQueue.Outcome.Unknown unknown -> Future.succeededFuture(Refusals.unknownOutcome());
        });
    }

    /** It is done whatever the audit log says now: what it cannot be told yet, it is told later. */
    private Future<Reply> done(Command command, Resolution resolution) {
        Reply reply = AdminReplies.first(resolution.answer());
        return resolution
                .effect()
                .map(effect -> auditor.audit(effect.resolved(), command.deadline())
                        .transform(told -> Future.succeededFuture(reply)))
                .orElse(Future.succeededFuture(reply));
    }

    private Future<Reply> replayOr(Command command, ConflictRecord conflict, Reply otherwise) {
        return queue.storedAnswer(conflict, command.claim(), command.deadline()).map(stored -> switch (stored) {
            case Stored.Found<Optional<StoredAnswer>> found ->
                found.value()
                        .map(answer -> AdminWrites.replay(answer, command.claim()))
                        .orElse(otherwise);
            case Stored.Unavailable<Optional<StoredAnswer>> unavailable ->
                Refusals.of(unavailable.why(), conflict.home());
        });
    }

    private static Future<Reply> refused(Refusal why, ConflictRecord conflict) {
        return Future.succeededFuture(Refusals.of(why, conflict.home()));
    }
}
