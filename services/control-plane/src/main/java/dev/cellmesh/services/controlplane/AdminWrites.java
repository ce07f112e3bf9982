package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How does a command come true, exactly once? It is decided on the newest state known here, and made true by one statement
 * that holds only for that state's epoch; when another control plane was faster, it is decided anew.
 */
final class AdminWrites {
    /** Each lost race means that another one's change went through: so many in a row is a crowd, not bad luck. */
    private static final int ATTEMPTS_MAX = 20;

    private final MeshStore store;
    private final MeshDirectory directory;
    private final Administrator administrator;
    private final Supplier<Presence> presence;
    private final InstantSource clock;
    private final Turns turns = new Turns();

    AdminWrites(
            MeshStore store,
            MeshDirectory directory,
            Administrator administrator,
            Supplier<Presence> presence,
            InstantSource clock) {
        this.store = store;
        this.directory = directory;
        this.administrator = administrator;
        this.presence = presence;
        this.clock = clock;
    }

    /** Commands of one control plane take turns: at the same time, all but one would only find the epoch gone. */
    Future<Reply> execute(Claim claim, AdminCommand command, Deadline deadline) {
        return turns.take(() -> begin(claim, command, deadline));
    }

    private Future<Reply> begin(Claim claim, AdminCommand command, Deadline deadline) {
        return directory.any(deadline).compose(state -> switch (state) {
            case Stored.Found<MeshState> found -> attempt(1, found.value(), claim, command, deadline);
            case Stored.Unavailable<MeshState> unavailable -> refused(unavailable.why());
        });
    }

    private Future<Reply> attempt(int attempt, MeshState state, Claim claim, AdminCommand command, Deadline deadline) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Decision decision = administrator.decide(state, presence.get(), command, claim.actor(), now);
        if (!decision.isStored()) {
            return replayOr(AdminReplies.first(decision.answer()), claim, deadline);
        }
        return store.change(claim, decision, now, deadline).compose(outcome -> switch (outcome) {
            case ChangeOutcome.Done done -> {
                directory.accept(decision.outcome());
                yield Future.succeededFuture(AdminReplies.first(decision.answer()));
            }
            case ChangeOutcome.Stale stale -> again(attempt, claim, command, deadline);
            // An answer that is not there after all has expired in between.
            case ChangeOutcome.NotClaimed held -> replayOr(Refusals.contended(), claim, deadline);
            case ChangeOutcome.Unavailable unavailable -> refused(unavailable.why());
            case ChangeOutcome.Unknown unknown -> Future.succeededFuture(Refusals.unknownOutcome());
        });
    }

    private Future<Reply> again(int attempt, Claim claim, AdminCommand command, Deadline deadline) {
        if (attempt >= ATTEMPTS_MAX) {
            return Future.succeededFuture(Refusals.contended());
        }
        return directory.reload(deadline).compose(state -> switch (state) {
            case Stored.Found<MeshState> found -> attempt(attempt + 1, found.value(), claim, command, deadline);
            case Stored.Unavailable<MeshState> unavailable -> refused(unavailable.why());
        });
    }

    private Future<Reply> replayOr(Reply otherwise, Claim claim, Deadline deadline) {
        return store.storedAnswer(claim, deadline).map(stored -> switch (stored) {
            case Stored.Found<Optional<StoredAnswer>> found ->
                found.value().map(answer -> replay(answer, claim)).orElse(otherwise);
            case Stored.Unavailable<Optional<StoredAnswer>> unavailable -> Refusals.of(unavailable.why());
        });
    }

    static Reply replay(StoredAnswer stored, Claim claim) {
        if (stored.fingerprint().equals(claim.fingerprint())) {
            return AdminReplies.replay(stored);
        }
        return Reply.problem(Problem.of(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "This key was used for another request: take a new key for a new request."));
    }

    private static Future<Reply> refused(Refusal why) {
        return Future.succeededFuture(Refusals.of(why));
    }
}
