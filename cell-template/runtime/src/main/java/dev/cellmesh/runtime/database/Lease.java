package dev.cellmesh.runtime.database;

import dev.cellmesh.model.TenantId;
import java.util.Optional;

/**
 * Who uses a connection right now? The holder finishes with exactly one {@link #release()}, after the last answer, and
 * not before: a connection whose server is still busy must not be given to another one.
 */
final class Lease implements ConnectionPool.Acquired {
    private final ConnectionPool pool;
    private final Lane lane;
    private final Optional<TenantId> tenant;
    private long hardLimitTimer = -1;

    /** @param tenant for whom; empty for nobody's */
    Lease(ConnectionPool pool, Lane lane, Optional<TenantId> tenant) {
        this.pool = pool;
        this.lane = lane;
        this.tenant = tenant;
        lane.inFlight++;
    }

    Wire wire() {
        return lane.wire;
    }

    /**
     * The caller's deadline passed, and the server has not answered: nobody else gets this connection until it does, and
     * after the hard limit it is closed.
     */
    void overdue(long hardLimitMillis) {
        lane.overdue++;
        hardLimitTimer = pool.vertx().setTimer(hardLimitMillis, id -> lane.wire.close());
    }

    void release() {
        if (hardLimitTimer >= 0) {
            pool.vertx().cancelTimer(hardLimitTimer);
            lane.overdue--;
        }
        lane.inFlight--;
        lane.idleSinceNanos = pool.nanos();
        if (lane.closeWhenIdle && lane.inFlight == 0) {
            lane.wire.close();
        }
        pool.released(tenant);
    }

    /** What does the pool know of one connection? */
    static final class Lane {
        private final Wire wire;
        private final long retireAtNanos;
        private long idleSinceNanos;
        private int inFlight;
        private int overdue;
        private boolean closeWhenIdle;

        Lane(Wire wire, long retireAtNanos, long nowNanos) {
            this.wire = wire;
            this.retireAtNanos = retireAtNanos;
            this.idleSinceNanos = nowNanos;
        }

        Wire wire() {
            return wire;
        }

        int inFlight() {
            return inFlight;
        }

        boolean takes(int depthMax) {
            return inFlight < depthMax && overdue == 0 && wire.isOpen();
        }

        long idleSinceNanos() {
            return idleSinceNanos;
        }

        long retireAtNanos() {
            return retireAtNanos;
        }

        void closeWhenIdle() {
            closeWhenIdle = true;
        }
    }
}
