package dev.cellmesh.load.fault;

import dev.cellmesh.load.fault.FaultPlan.Occurrence;
import dev.cellmesh.load.scenario.Scenario.TimedFault;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Breaks and heals a mesh, by its own API. All of it happens on a context of its own, so that the generator's loop is not
 * disturbed; what is asked for from outside may come on any thread.
 */
final class MeshFaults implements FaultTimeline {
    /** Until all that was killed serves again. */
    private static final Duration READY_MAX = Duration.ofSeconds(90);

    private static final Duration READY_LOOK = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Context context;
    private final MeshAdmin mesh;
    private final List<TimedFault> faults;
    private final Duration end;
    private final long seed;
    private final List<Mark> marks = new CopyOnWriteArrayList<>();
    private final List<Long> timers = new ArrayList<>();
    /** What is broken now, with the end of its breaking. */
    private final Map<Occurrence, Future<Void>> broken = new LinkedHashMap<>();

    private final List<Future<Void>> healing = new ArrayList<>();
    private long startNanos;
    private Future<MeshParts> parts = Future.failedFuture("not started");
    private boolean ended;
    private boolean anythingDone;

    MeshFaults(Vertx vertx, MeshAdmin mesh, List<TimedFault> faults, Duration end, long seed) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.mesh = mesh;
        this.faults = faults;
        this.end = end;
        this.seed = seed;
    }

    @Override
    public void start(long runStartNanos) {
        context.runOnContext(on -> {
            startNanos = runStartNanos;
            parts = mesh.parts();
            parts.map(found -> FaultPlan.of(faults, end, found, seed))
                    .onSuccess(plan -> plan.occurrences().forEach(this::schedule))
                    .onFailure(failure -> mark("nothing can be broken: " + failure.getMessage(), true));
        });
    }

    private void schedule(Occurrence occurrence) {
        at(occurrence.at(), () -> {
            breakIt(occurrence);
            occurrence.heal().ifPresent(heal -> at(heal, () -> heal(occurrence)));
        });
    }

    private void at(Duration offset, Runnable action) {
        if (ended) {
            return;
        }
        long delay = offset.toNanos() - (System.nanoTime() - startNanos);
        timers.add(vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(delay)), id -> {
            if (!ended) {
                action.run();
            }
        }));
    }

    private void breakIt(Occurrence occurrence) {
        anythingDone = true;
        FaultAction action = occurrence.action();
        broken.put(
                occurrence,
                parts.compose(found -> mesh.give(MeshOrder.toBreak(action, found)))
                        .onSuccess(done -> mark(action.describe(), false))
                        .onFailure(
                                failure -> mark(action.describe() + " did not work: " + failure.getMessage(), true)));
    }

    /** Also what was refused half way is undone; a failure of that is a mark, too. */
    private Future<Void> heal(Occurrence occurrence) {
        Future<Void> breaking = broken.remove(occurrence);
        if (breaking == null) {
            return Future.succeededFuture();
        }
        FaultAction action = occurrence.action();
        Future<Void> healed = breaking.transform(did -> parts.compose(
                                found -> mesh.giveAll(MeshOrder.toHeal(action, found)))
                        .recover(failure -> did.succeeded() ? Future.failedFuture(failure) : Future.succeededFuture()))
                .onSuccess(done -> mark(HEALED + action.describe(), false))
                .onFailure(failure -> mark("not healed: " + action.describe() + ": " + failure.getMessage(), true));
        healing.add(healed);
        return healed;
    }

    @Override
    public List<Mark> marks() {
        return List.copyOf(marks);
    }

    private void mark(String text, boolean failed) {
        marks.add(new Mark(System.nanoTime() - startNanos, text, failed));
    }

    @Override
    public Future<Void> heal() {
        Promise<Void> healed = Promise.promise();
        context.runOnContext(on -> {
            ended = true;
            timers.forEach(vertx::cancelTimer);
            // The last broken first, as brackets are closed.
            List.copyOf(broken.keySet()).reversed().forEach(this::heal);
            Future.join(List.copyOf(healing))
                    .<Void>mapEmpty()
                    .compose(done -> anythingDone ? awaitReady(System.nanoTime() + READY_MAX.toNanos()) : done())
                    .onComplete(healed);
        });
        return healed.future();
    }

    private static Future<Void> done() {
        return Future.succeededFuture();
    }

    /** What comes next reads what the run wrote, so all parts have to be there again. */
    private Future<Void> awaitReady(long untilNanos) {
        return mesh.parts().compose(now -> {
            if (now.ready()) {
                return done();
            }
            if (System.nanoTime() - untilNanos > 0) {
                mark("the mesh is not ready again after " + READY_MAX.toSeconds() + " s", true);
                return Future.failedFuture("the mesh is not ready again");
            }
            Promise<Void> later = Promise.promise();
            vertx.setTimer(READY_LOOK.toMillis(), id -> awaitReady(untilNanos).onComplete(later));
            return later.future();
        });
    }

    @Override
    public void close() {
        context.runOnContext(on -> {
            ended = true;
            timers.forEach(vertx::cancelTimer);
            mesh.close();
        });
    }
}
