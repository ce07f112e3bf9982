package dev.cellmesh.services.edge.poison;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * When may a suspect go to a place? When no other one is there: if a cell crashes then, it is clear who it was; and if it does not,
 * the suspect is cleared. Others wait in the order they came. For one event loop.
 *
 * @param <P> the place: one cell, or for one tenant's suspects all cells together
 */
public final class Lanes<P> {
    /** One suspect is answered in milliseconds, so this is less than a second of waiting. */
    private static final int WAITERS_MAX = 32;

    private final Vertx vertx;
    private final long waitMillisMax;
    private final Map<P, Deque<Promise<Void>>> taken = new HashMap<>();

    public Lanes(Vertx vertx, long waitMillisMax) {
        this.vertx = vertx;
        this.waitMillisMax = waitMillisMax;
    }

    /**
     * Ends when the caller is the only suspect there, who then has to {@link #leave}; fails when too many wait, or for too long.
     *
     * @param waitMillis most time that the caller has
     */
    public Future<Void> enter(P place, long waitMillis) {
        Deque<Promise<Void>> waiters = taken.get(place);
        if (waiters == null) {
            taken.put(place, new ArrayDeque<>());
            return Future.succeededFuture();
        }
        if (waiters.size() >= WAITERS_MAX) {
            return Future.failedFuture("too many suspects wait for " + place);
        }
        Promise<Void> turn = Promise.promise();
        waiters.add(turn);
        long timer = vertx.setTimer(Math.max(1, Math.min(waitMillis, waitMillisMax)), id -> {
            if (waiters.remove(turn)) {
                turn.fail("another suspect was at " + place + " for too long");
            }
        });
        return turn.future().onSuccess(entered -> vertx.cancelTimer(timer));
    }

    public void leave(P place) {
        Deque<Promise<Void>> waiters = taken.get(place);
        Promise<Void> next = waiters.poll();
        if (next == null) {
            taken.remove(place);
        } else {
            next.complete();
        }
    }
}
