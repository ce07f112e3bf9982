package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.placement.resize.Wait;
import dev.cellmesh.runtime.database.Deadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who takes the steps of tenants that are on their way to other cells, and sends them away from cells that are drained, and to those
 * that they are short of? Looks twice a second; what it finds is one change of the mesh with its own entry in the audit log. Several control planes may look: the
 * epoch lets one of them take a step, and the key of the step lets it be taken once.
 */
final class ResizeWorker {
    static final Duration PERIOD = Duration.ofMillis(500);
    /** Of one change: some 100 KB of rows, answer and audit entry. */
    static final int STEPS_MOST = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MeshStore store;
    private final MeshDirectory directory;
    private final Administrator administrator;
    private final Supplier<Wait.News> news;
    private final Supplier<Presence> presence;
    private final String actor;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private boolean looking;
    /** When there was nobody to send anywhere: most looks need not search. */
    private Optional<Looked> settled = Optional.empty();

    private record Looked(long epoch, Presence presence) {}

    ResizeWorker(
            MeshStore store,
            MeshDirectory directory,
            Administrator administrator,
            Supplier<Wait.News> news,
            Supplier<Presence> presence,
            String actor,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.store = store;
        this.directory = directory;
        this.administrator = administrator;
        this.news = news;
        this.presence = presence;
        this.actor = actor;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** How many tenants took a step, or were sent away; none while another look is under way. */
    Future<Integer> look() {
        Wait.News heard = news.get();
        Optional<MeshState> state = directory.current();
        if (looking || state.isEmpty()) {
            return Future.succeededFuture(0);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Decision> decision = leave(state.get(), now)
                .or(() -> Resizing.step(new Occasion(state.get(), actor, now), heard, STEPS_MOST));
        if (decision.isEmpty()) {
            return Future.succeededFuture(0);
        }
        looking = true;
        return take(decision.get(), now).onComplete(done -> looking = false);
    }

    private Optional<Decision> leave(MeshState state, Instant now) {
        Looked looked = new Looked(state.epoch(), presence.get());
        if (settled.equals(Optional.of(looked))) {
            return Optional.empty();
        }
        Optional<Decision> decision = administrator.settle(state, looked.presence(), actor, now);
        if (decision.isEmpty()) {
            settled = Optional.of(looked);
        }
        return decision;
    }

    private Future<Integer> take(Decision decision, Instant now) {
        Deadline deadline = Deadline.in(PATIENCE, nanoClock.getAsLong());
        return store.change(claim(decision), decision, now, deadline).compose(outcome -> switch (outcome) {
            case ChangeOutcome.Done done -> {
                directory.accept(decision.outcome());
                yield Future.succeededFuture(
                        decision.change().orElseThrow().tenants().size());
            }
            case ChangeOutcome.Stale stale -> directory.reload(deadline).map(0);
            case ChangeOutcome.NotClaimed taken -> directory.reload(deadline).map(0);
            case ChangeOutcome.Unknown unknown -> directory.reload(deadline).map(0);
            case ChangeOutcome.Unavailable unavailable -> Future.succeededFuture(0);
        });
    }

    /** One per epoch, as of all changes. No client's key has a blank. */
    private Claim claim(Decision decision) {
        String key = "resize at " + decision.decidedAt().epoch();
        return new Claim(actor, key, Hash.ofAll(key));
    }
}
