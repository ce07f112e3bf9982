package dev.cellmesh.runtime.database;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.share.TenantShare;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Which connection carries the next statement, and who waits for one? Connections are opened when they are needed and
 * closed when they are idle; every queue has an end. Belongs to one event loop.
 */
final class ConnectionPool {
    /** So that a mesh that nobody uses holds no connections, and one that is used never closes a warm one. */
    static final long IDLE_MILLIS_MAX = 60_000;
    /** So that connections follow a draining or moved server; spread by half of it, so that they do not do it at once. */
    static final long LIFETIME_MILLIS_MAX = 30 * 60_000;
    /** A pipelined connection takes this much before another one is worth its cost on the server. */
    static final int GROW_AT_DEPTH = 4;

    /**
     * How much may a pool hold?
     *
     * @param connectionsMax at least 1
     * @param tenantMax of these, what one tenant may hold while others come
     * @param depthMax statements on their way on one connection; 1 when each may hold it for long
     * @param waitersMax calls that wait for a connection
     * @param waitMillisMax how long they do at most
     */
    record Limits(int connectionsMax, int tenantMax, int depthMax, int waitersMax, long waitMillisMax) {}

    /** What did somebody get who asked for a connection? */
    sealed interface Acquired permits Lease, Acquired.Refused {
        record Refused(Refusal why) implements Acquired {}
    }

    private final Vertx vertx;
    private final Supplier<Future<Wire>> opener;
    private final Limits limits;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final TenantShare tenants;
    private final List<Lease.Lane> lanes = new ArrayList<>();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private int opening;
    private boolean closed;

    ConnectionPool(
            Vertx vertx, Supplier<Future<Wire>> opener, Limits limits, LongSupplier nanoClock, RandomGenerator random) {
        this.vertx = vertx;
        this.opener = opener;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.random = random;
        this.tenants = new TenantShare(nanoClock);
    }

    /** Few label values: services, rings, and what their connections are for. */
    void register(MeterRegistry meters, String service, String ring, String use) {
        Tags tags = Tags.of("service", service, "ring", ring, "use", use);
        Gauge.builder("cellmesh.database.connections", lanes, List::size)
                .description("Open connections of a service to a ring")
                .tags(tags)
                .register(meters);
        Gauge.builder("cellmesh.database.connections.max", limits, Limits::connectionsMax)
                .description("Most connections that a service may have to a ring")
                .tags(tags)
                .register(meters);
        Gauge.builder("cellmesh.database.waiting", waiters, ArrayDeque::size)
                .description("Calls of a service that wait for a connection to a ring")
                .tags(tags)
                .register(meters);
    }

    /** For what is no single tenant's, and for what holds a connection for a moment only. */
    Future<Acquired> acquire(Deadline deadline) {
        return acquire(deadline, Optional.empty());
    }

    /**
     * Fails only for a bug, such as a wrong password.
     *
     * @param tenant who may have to wait though a connection is free: the last ones are for the others
     */
    Future<Acquired> acquire(Deadline deadline, Optional<TenantId> tenant) {
        if (closed) {
            return Future.succeededFuture(new Acquired.Refused(Refusal.UNREACHABLE));
        }
        tenant.ifPresent(tenants::came);
        Lease.Lane lane = leastBusy();
        if (lane != null && isWithinShare(tenant) && nextWaiter().isEmpty()) {
            if (lane.inFlight() >= GROW_AT_DEPTH && opening == 0 && lanes.size() < limits.connectionsMax) {
                open();
            }
            return Future.succeededFuture(lease(lane, tenant));
        }
        if (waiters.size() >= limits.waitersMax) {
            return Future.succeededFuture(new Acquired.Refused(Refusal.OVERLOADED));
        }
        long remaining = deadline.remainingMillis(nanoClock.getAsLong());
        if (remaining <= 0) {
            return Future.succeededFuture(new Acquired.Refused(Refusal.DEADLINE_EXCEEDED));
        }
        Waiter waiter = new Waiter(tenant);
        waiters.add(waiter);
        waiter.timer = vertx.setTimer(Math.min(remaining, limits.waitMillisMax), id -> expire(waiter, remaining));
        openWhatIsMissing();
        return waiter.promise.future();
    }

    /** Closes what nobody used for long, and what is old. Call it now and then. */
    void reap() {
        long now = nanoClock.getAsLong();
        for (Lease.Lane lane : List.copyOf(lanes)) {
            boolean idle = lane.inFlight() == 0
                    && now - lane.idleSinceNanos() > TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS_MAX);
            if (idle || now - lane.retireAtNanos() > 0) {
                retire(lane);
            }
        }
    }

    /** No new statement goes over it; it is closed when the last one is answered. */
    private void retire(Lease.Lane lane) {
        lanes.remove(lane);
        if (lane.inFlight() == 0) {
            lane.wire().close();
        } else {
            lane.closeWhenIdle();
        }
    }

    void close() {
        closed = true;
        List.copyOf(lanes).forEach(lane -> lane.wire().close());
        refuseAll(new Acquired.Refused(Refusal.UNREACHABLE));
    }

    /** A lease came back: somebody who waits may have it. */
    void released(Optional<TenantId> tenant) {
        tenant.ifPresent(tenants::give);
        serveWaiters();
    }

    private void serveWaiters() {
        while (!waiters.isEmpty()) {
            Lease.Lane lane = leastBusy();
            Optional<Waiter> next = lane == null ? Optional.empty() : nextWaiter();
            if (next.isEmpty()) {
                return;
            }
            waiters.remove(next.get());
            next.get().settle(lease(lane, next.get().tenant));
        }
    }

    private Lease lease(Lease.Lane lane, Optional<TenantId> tenant) {
        tenant.ifPresent(tenants::take);
        return new Lease(this, lane, tenant);
    }

    private boolean isWithinShare(Optional<TenantId> tenant) {
        return tenant.map(who -> tenants.isWithin(who, limits.tenantMax)).orElse(true);
    }

    /** Of those that may have one now, the first whose tenant holds the fewest: who holds many waits for its own. */
    private Optional<Waiter> nextWaiter() {
        Waiter next = null;
        for (Waiter waiter : waiters) {
            if (isWithinShare(waiter.tenant) && (next == null || held(waiter) < held(next))) {
                next = waiter;
            }
        }
        return Optional.ofNullable(next);
    }

    private int held(Waiter waiter) {
        return waiter.tenant.map(tenants::held).orElse(0);
    }

    long nanos() {
        return nanoClock.getAsLong();
    }

    Vertx vertx() {
        return vertx;
    }

    private Lease.Lane leastBusy() {
        Lease.Lane best = null;
        for (Lease.Lane lane : lanes) {
            if (lane.takes(limits.depthMax) && (best == null || lane.inFlight() < best.inFlight())) {
                best = lane;
            }
        }
        return best;
    }

    private void openWhatIsMissing() {
        while (!closed && opening < waiters.size() && lanes.size() + opening < limits.connectionsMax) {
            open();
        }
    }

    private void open() {
        opening++;
        opener.get().onSuccess(this::opened).onFailure(this::notOpened);
    }

    private void opened(Wire wire) {
        opening--;
        if (closed) {
            wire.close();
            return;
        }
        long lifetimeMillis = LIFETIME_MILLIS_MAX / 2 + random.nextLong(LIFETIME_MILLIS_MAX / 2);
        Lease.Lane lane = new Lease.Lane(wire, nanos() + TimeUnit.MILLISECONDS.toNanos(lifetimeMillis), nanos());
        wire.onClose(() -> {
            lanes.remove(lane);
            openWhatIsMissing();
        });
        lanes.add(lane);
        serveWaiters();
    }

    private void notOpened(Throwable cause) {
        opening--;
        if (!lanes.isEmpty() || opening > 0) {
            return;
        }
        switch (SqlStates.connectFailure(cause)) {
            case SqlStates.ConnectFailure.Refused refused -> refuseAll(new Acquired.Refused(refused.why()));
            case SqlStates.ConnectFailure.Bug bug -> {
                while (!waiters.isEmpty()) {
                    waiters.poll().fail(bug.cause());
                }
            }
        }
    }

    private void refuseAll(Acquired.Refused refused) {
        while (!waiters.isEmpty()) {
            waiters.poll().settle(refused);
        }
    }

    private void expire(Waiter waiter, long remainingMillis) {
        if (waiters.remove(waiter)) {
            // Nothing open at all is not a queue that is too long: the server does not answer.
            Refusal why = lanes.isEmpty()
                    ? Refusal.UNREACHABLE
                    : remainingMillis < limits.waitMillisMax ? Refusal.DEADLINE_EXCEEDED : Refusal.OVERLOADED;
            waiter.promise.complete(new Acquired.Refused(why));
        }
    }

    private final class Waiter {
        private final Optional<TenantId> tenant;
        private final Promise<Acquired> promise = Promise.promise();
        private long timer;

        Waiter(Optional<TenantId> tenant) {
            this.tenant = tenant;
        }

        private void settle(Acquired acquired) {
            vertx.cancelTimer(timer);
            promise.complete(acquired);
        }

        private void fail(Throwable cause) {
            vertx.cancelTimer(timer);
            promise.fail(cause);
        }
    }
}
