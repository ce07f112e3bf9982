package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.Served;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How is a write sent so that its outcome is never guessed? The position query follows on the same connection in the same
 * flight: one round trip. A write that was sent is never cancelled: a cancelled wait for the quorum would report success.
 */
final class WriteRunner {
    /**
     * How long a connection waits for a write nobody waits for any more. Closing it frees a place here, but not the backend,
     * which waits on for its quorum: closed early, places would be filled again until the server has no backend left for
     * anybody. So it is about as long as TCP itself keeps trying (RFC 9293, Linux's tcp_retries2).
     */
    static final long HARD_LIMIT_MILLIS = 15 * 60_000;

    private final Vertx vertx;
    private final Dialect dialect;
    private final LongSupplier nanoClock;
    private final Backoff backoff;

    WriteRunner(Vertx vertx, Dialect dialect, LongSupplier nanoClock, RandomGenerator random) {
        this.vertx = vertx;
        this.dialect = dialect;
        this.nanoClock = nanoClock;
        this.backoff = new Backoff(random);
    }

    Future<WriteOutcome> run(Write write, ConnectionPool pool, Region region) {
        Promise<WriteOutcome> outcome = Promise.promise();
        new Run(write, Parameters.of(write.parameters()), pool, region, outcome).attempt(1);
        return outcome.future();
    }

    private final class Run {
        private final Write write;
        private final Tuple parameters;
        private final ConnectionPool pool;
        private final Region region;
        private final Promise<WriteOutcome> outcome;
        /** Serialisation conflicts before and after do not count. */
        private int racesLost;

        Run(Write write, Tuple parameters, ConnectionPool pool, Region region, Promise<WriteOutcome> outcome) {
            this.write = write;
            this.parameters = parameters;
            this.pool = pool;
            this.region = region;
            this.outcome = outcome;
        }

        void attempt(int number) {
            pool.acquire(write.deadline(), write.tenant())
                    .onSuccess(acquired -> {
                        switch (acquired) {
                            case ConnectionPool.Acquired.Refused refused -> unavailable(refused.why());
                            case Lease lease -> send(lease, number);
                        }
                    })
                    .onFailure(outcome::tryFail);
        }

        private void send(Lease lease, int number) {
            long remainingMillis = remainingMillis();
            if (remainingMillis <= 0) {
                lease.release();
                unavailable(Refusal.DEADLINE_EXCEEDED);
                return;
            }
            Wire wire = lease.wire();
            wire.tookBackTheQuorum();
            Future<RowSet<Row>> rows = wire.prepared(write.sql().text(), parameters);
            Future<RowSet<Row>> position = dialect.askPosition(wire);
            long timer = vertx.setTimer(remainingMillis, id -> {
                lease.overdue(HARD_LIMIT_MILLIS);
                if (rows.isComplete()) {
                    // Only the position is not there yet.
                    settleOrBug(rows, position, wire.tookBackTheQuorum(), wire.isOpen(), number);
                } else {
                    outcome.tryComplete(new WriteOutcome.Unknown("deadline passed while the write was on its way"));
                }
            });
            Future.join(rows, position).onComplete(both -> {
                vertx.cancelTimer(timer);
                boolean tookBack = wire.tookBackTheQuorum();
                boolean open = wire.isOpen();
                lease.release();
                if (!outcome.future().isComplete()) {
                    settleOrBug(rows, position, tookBack, open, number);
                }
            });
        }

        private void settleOrBug(
                Future<RowSet<Row>> rows, Future<RowSet<Row>> position, boolean tookBack, boolean open, int number) {
            try {
                settle(rows, position, tookBack, open, number);
            } catch (RuntimeException bug) {
                outcome.tryFail(bug);
            }
        }

        private void settle(
                Future<RowSet<Row>> rows, Future<RowSet<Row>> position, boolean tookBack, boolean open, int number) {
            if (rows.succeeded()) {
                committed(rows.result(), position, tookBack);
            } else if (rows.cause() instanceof PgException error) {
                failed(error, number);
            } else if (SqlStates.neverSent(rows.cause(), open)) {
                outcome.tryFail(rows.cause());
            } else {
                outcome.tryComplete(new WriteOutcome.Unknown("connection lost while the write was on its way"));
            }
        }

        private void committed(RowSet<Row> rows, Future<RowSet<Row>> position, boolean tookBack) {
            if (tookBack) {
                outcome.tryComplete(new WriteOutcome.Unknown("the wait for the quorum was cancelled at the server"));
            } else if (rows.size() != 1) {
                outcome.tryFail(new IllegalStateException(
                        write.sql().name() + " returned " + rows.size() + " rows; a write returns exactly one"));
            } else {
                Optional<Position> at = position.succeeded()
                        ? Optional.of(dialect.position(
                                write.ring(), position.result().iterator().next()))
                        : Optional.empty();
                Served served = new Served(ReadLevel.STRONG, region, Optional.of(Duration.ZERO), at);
                outcome.tryComplete(
                        new WriteOutcome.Committed(new PgSqlRow(rows.iterator().next()), served));
            }
        }

        private void failed(PgException error, int number) {
            switch (SqlStates.of(error)) {
                case RETRY -> again(number, Backoff.ATTEMPTS_MAX, error);
                case REPREPARE -> again(number, 2, error);
                case RACED -> {
                    racesLost++;
                    again(number, racesLost < 2 ? Backoff.ATTEMPTS_MAX : number, error);
                }
                case CONTENDED -> unavailable(Refusal.CONTENDED);
                case OVERLOADED -> unavailable(Refusal.OVERLOADED);
                case UNREACHABLE -> unavailable(Refusal.UNREACHABLE);
                case UNKNOWN -> outcome.tryComplete(new WriteOutcome.Unknown("SQLSTATE " + error.getSqlState()));
                case NOT_AT_THIS_LEVEL, BUG -> outcome.tryFail(error);
            }
        }

        private void again(int number, int attemptsMax, PgException error) {
            boolean conflict = SqlStates.of(error) == SqlStates.Verdict.RETRY;
            long delayMillis = backoff.delayMillis(number);
            if (number >= attemptsMax && !conflict) {
                outcome.tryFail(error);
            } else if (number >= attemptsMax || delayMillis >= remainingMillis()) {
                unavailable(Refusal.CONTENDED);
            } else {
                vertx.setTimer(delayMillis, id -> attempt(number + 1));
            }
        }

        private long remainingMillis() {
            return write.deadline().remainingMillis(nanoClock.getAsLong());
        }

        private void unavailable(Refusal why) {
            outcome.tryComplete(new WriteOutcome.Unavailable(why));
        }
    }
}
