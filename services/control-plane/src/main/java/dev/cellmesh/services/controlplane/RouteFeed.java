package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is there a newer snapshot than the one a node has? Holds the question until there is, or until its time is over. Works
 * from memory alone, so it goes on when the database is away. Used on one event loop only.
 */
final class RouteFeed {
    /** Each node asks one question at a time: far more than any mesh has nodes. */
    static final int WAITERS_MAX = 5_000;

    private record Waiter(long after, Promise<Optional<Buffer>> answer, long timer) {}

    private final Vertx vertx;
    private final Map<Long, Waiter> waiters = new LinkedHashMap<>();
    private RouteSnapshot latest = RouteSnapshot.NONE;
    private Buffer encoded = Buffer.buffer();
    private boolean fromDatabase;
    private boolean closed;
    private long lastWaiter;

    RouteFeed(Vertx vertx) {
        this.vertx = vertx;
    }

    /** What nodes are told now; {@link RouteSnapshot#NONE} before anything is known. */
    RouteSnapshot latest() {
        return latest;
    }

    int waiting() {
        return waiters.size();
    }

    /** A last good copy: only good for as long as the database has not spoken. */
    void restore(RouteSnapshot copy) {
        if (!fromDatabase && copy.isNewerThan(latest)) {
            accept(copy);
        }
    }

    /** What the database says: it replaces a copy in any case, and itself when it is newer. */
    void publish(RouteSnapshot snapshot) {
        if (!fromDatabase || snapshot.isNewerThan(latest)) {
            fromDatabase = true;
            accept(snapshot);
        }
    }

    private void accept(RouteSnapshot snapshot) {
        latest = snapshot;
        encoded = snapshot.epoch() == 0 ? Buffer.buffer() : RouteSnapshotJson.encode(snapshot);
        Map.copyOf(waiters).forEach((id, waiter) -> {
            if (waiter.after() < latest.epoch()) {
                answer(id, Optional.of(encoded));
            }
        });
    }

    /**
     * The encoded snapshot, or empty when the wait is over.
     *
     * @param waitMillis 0 for an answer at once
     */
    Future<Optional<Buffer>> newerThan(long after, long waitMillis) {
        if (latest.epoch() > after) {
            return Future.succeededFuture(Optional.of(encoded));
        }
        if (waitMillis <= 0 || closed) {
            return Future.succeededFuture(Optional.empty());
        }
        long id = ++lastWaiter;
        long timer = vertx.setTimer(waitMillis, fired -> answer(id, Optional.empty()));
        Promise<Optional<Buffer>> answer = Promise.promise();
        waiters.put(id, new Waiter(after, answer, timer));
        return answer.future();
    }

    boolean isFull() {
        return waiters.size() >= WAITERS_MAX;
    }

    /** Answers everybody who waits, so that they ask another control plane, or this one after its restart. */
    void close() {
        closed = true;
        List.copyOf(waiters.keySet()).forEach(id -> answer(id, Optional.empty()));
    }

    private void answer(long id, Optional<Buffer> snapshot) {
        Waiter waiter = waiters.remove(id);
        if (waiter != null) {
            vertx.cancelTimer(waiter.timer());
            waiter.answer().complete(snapshot);
        }
    }
}
