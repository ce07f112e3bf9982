package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.placement.resize.Wait;
import dev.cellmesh.runtime.database.Deadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who takes the steps of tenants that are on their way to other cells? Looks twice a second; a step is one change of the mesh
 * with its own entry in the audit log. Several control planes may look: the epoch lets one of them take a step, and the key of the
 * step lets it be taken once.
 */
final class ResizeWorker {
    static final Duration PERIOD = Duration.ofMillis(500);
    /** Of one look: each takes a round trip to every region, and sends all routes to each node. */
    private static final int STEPS_MOST = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MeshStore store;
    private final MeshDirectory directory;
    private final Supplier<Wait.News> news;
    private final String actor;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private boolean looking;

    ResizeWorker(
            MeshStore store,
            MeshDirectory directory,
            Supplier<Wait.News> news,
            String actor,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.store = store;
        this.directory = directory;
        this.news = news;
        this.actor = actor;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** How many steps were taken; none while another look is under way. */
    Future<Integer> look() {
        Wait.News heard = news.get();
        Optional<MeshState> state = directory.current();
        if (looking || state.isEmpty()) {
            return Future.succeededFuture(0);
        }
        List<TenantRecord> onTheirWay = state.get().tenants().values().stream()
                .filter(tenant -> tenant.placing().isUnderWay())
                .toList();
        looking = true;
        Future<Integer> taken = Future.succeededFuture(0);
        for (TenantRecord tenant : onTheirWay) {
            taken = taken.compose(
                    steps -> steps < STEPS_MOST ? step(tenant, heard, steps) : Future.succeededFuture(steps));
        }
        return taken.onComplete(done -> looking = false);
    }

    private Future<Integer> step(TenantRecord seen, Wait.News heard, int steps) {
        MeshState state = directory.current().orElseThrow();
        TenantRecord tenant = state.tenants().get(seen.id());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Decision> decision = Resizing.step(state, tenant, heard, actor, now);
        if (decision.isEmpty()) {
            return Future.succeededFuture(steps);
        }
        Deadline deadline = Deadline.in(PATIENCE, nanoClock.getAsLong());
        return store.change(claim(tenant), decision.get(), now, deadline).compose(outcome -> switch (outcome) {
            case ChangeOutcome.Done done -> {
                directory.accept(decision.get().outcome());
                yield Future.succeededFuture(steps + 1);
            }
            case ChangeOutcome.Stale stale -> directory.reload(deadline).map(steps);
            case ChangeOutcome.NotClaimed taken -> directory.reload(deadline).map(steps);
            case ChangeOutcome.Unknown unknown -> directory.reload(deadline).map(steps);
            case ChangeOutcome.Unavailable unavailable -> Future.succeededFuture(steps);
        });
    }

    /** No client's key has a blank. */
    private Claim claim(TenantRecord tenant) {
        String key = "resize " + tenant.id() + ' ' + tenant.version();
        return new Claim(actor, key, Hash.ofAll(key));
    }
}
