package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** How does a read find a server that can answer it at the asked level, before its deadline? Reads may always be repeated. */
final class ReadRunner {
    /** A replica that keeps cancelling a read in favour of its replay is left for the next source. */
    static final int ATTEMPTS_PER_SOURCE_MAX = 2;
    /** A source that is not the last one may use up this part of the time, so that its silence is not the read's. */
    static final int SHARE_OF_TIME = 2;

    /**
     * How long a read waits for a primary that does not show yet what the client has seen. It is the rest of a quorum's round trip
     * as a rule; a quorum that does not come within a second is lost.
     */
    static final long TOKEN_WAIT_MILLIS_MAX = 1_000;

    private static final long TOKEN_PAUSE_MILLIS_FIRST = 5;
    private static final long TOKEN_PAUSE_MILLIS_MAX = 80;

    private final Vertx vertx;
    private final LongSupplier nanoClock;
    private final Backoff backoff;
    private final long hardLimitMillis;

    /** @param statementTimeoutMillis at the server; a connection still silent long after it is closed */
    ReadRunner(Vertx vertx, LongSupplier nanoClock, RandomGenerator random, int statementTimeoutMillis) {
        this.vertx = vertx;
        this.nanoClock = nanoClock;
        this.backoff = new Backoff(random);
        this.hardLimitMillis = (long) statementTimeoutMillis + PgConnector.CONNECT_MILLIS_MAX;
    }

    Future<ReadOutcome> run(Read read, List<ReadSource> sources) {
        Promise<ReadOutcome> outcome = Promise.promise();
        new Run(read, Parameters.of(read.parameters()), sources, outcome).ask(0, 1);
        return outcome.future();
    }

    private final class Run {
        private final Read read;
        private final Tuple parameters;
        private final List<ReadSource> sources;
        private final Promise<ReadOutcome> outcome;
        private long waitedMillis;
        private long pauseMillis = TOKEN_PAUSE_MILLIS_FIRST;

        Run(Read read, Tuple parameters, List<ReadSource> sources, Promise<ReadOutcome> outcome) {
            this.read = read;
            this.parameters = parameters;
            this.sources = new ArrayList<>(sources);
            this.outcome = outcome;
        }

        void ask(int index, int attempt) {
            ReadSource source = sources.get(index);
            Deadline until = deadlineOf(index);
            source.pool()
                    .acquire(until)
                    .onSuccess(acquired -> {
                        switch (acquired) {
                            case ConnectionPool.Acquired.Refused refused -> nextSource(index, refused.why());
                            case Lease lease -> send(lease, index, attempt, until);
                        }
                    })
                    .onFailure(outcome::tryFail);
        }

        private void send(Lease lease, int index, int attempt, Deadline until) {
            long remainingMillis = until.remainingMillis(nanoClock.getAsLong());
            if (remainingMillis <= 0) {
                lease.release();
                nextSource(index, Refusal.DEADLINE_EXCEEDED);
                return;
            }
            ReadSource source = sources.get(index);
            Wire wire = lease.wire();
            long sentNanos = nanoClock.getAsLong();
            List<Future<?>> all = new ArrayList<>(3);
            Future<RowSet<Row>> probe = source.before()
                    .map(asked -> wire.prepared(asked.sql(), asked.parameters()))
                    .orElse(null);
            if (probe != null) {
                all.add(probe);
            }
            Future<RowSet<Row>> rows = wire.prepared(source.sql(), parameters);
            all.add(rows);
            Future<RowSet<Row>> position =
                    source.behind().map(question -> question.ask().apply(wire)).orElse(null);
            if (position != null) {
                all.add(position.map(RowSet::size).recover(ReadRunner::unlessNotPrimary));
            }
            Promise<Void> left = Promise.promise();
            long timer = vertx.setTimer(remainingMillis, id -> {
                left.complete();
                lease.overdue(hardLimitMillis);
                nextSource(index, Refusal.DEADLINE_EXCEEDED);
            });
            Future.join(all).onComplete(done -> {
                vertx.cancelTimer(timer);
                boolean open = wire.isOpen();
                lease.release();
                if (left.future().isComplete()) {
                    return;
                }
                Throwable failure = firstFailure(all);
                if (failure == null) {
                    answeredOrBug(index, sentNanos, probe, rows, position);
                } else if (failure instanceof PgException error) {
                    failed(error, index, attempt);
                } else if (SqlStates.neverSent(failure, open)) {
                    outcome.tryFail(failure);
                } else {
                    repeat(index, attempt, Refusal.UNREACHABLE);
                }
            });
        }

        private void answeredOrBug(
                int index,
                long sentNanos,
                Future<RowSet<Row>> probe,
                Future<RowSet<Row>> rows,
                Future<RowSet<Row>> position) {
            try {
                answered(index, sentNanos, probe, rows, position);
            } catch (RuntimeException bug) {
                outcome.tryFail(bug);
            }
        }

        private void answered(
                int index,
                long sentNanos,
                Future<RowSet<Row>> probe,
                Future<RowSet<Row>> rows,
                Future<RowSet<Row>> position) {
            ReadSource source = sources.get(index);
            if (rows.result().size() == 0 && source.withoutRows().isPresent()) {
                sources.set(index, source.withoutRows().get());
                ask(index, 1);
                return;
            }
            Duration elapsed = Duration.ofNanos(nanoClock.getAsLong() - sentNanos);
            Row probed = probe == null ? null : probe.result().iterator().next();
            Optional<Position> at = source.whole()
                    .map(whole -> whole.position()
                            .apply(read.ring(), rows.result().iterator().next()))
                    .or(() -> source.behind()
                            .filter(asked -> position.succeeded())
                            .flatMap(asked -> asked.position()
                                    .apply(
                                            read.ring(),
                                            position.result().iterator().next())));
            switch (source.judge().judge(probed, elapsed, at)) {
                case ReadSource.Verdict.Good good ->
                    outcome.tryComplete(new ReadOutcome.Rows(PgSqlRow.of(rows.result()), good.served()));
                case ReadSource.Verdict.Elsewhere elsewhere -> nextSource(index, elsewhere.why());
                case ReadSource.Verdict.Later later -> askLater(index);
            }
        }

        private void askLater(int index) {
            long pause = Math.min(pauseMillis, TOKEN_WAIT_MILLIS_MAX - waitedMillis);
            if (pause <= 0 || pause >= deadlineOf(index).remainingMillis(nanoClock.getAsLong())) {
                nextSource(index, Refusal.NOT_CAUGHT_UP);
                return;
            }
            waitedMillis += pause;
            pauseMillis = Math.min(2 * pauseMillis, TOKEN_PAUSE_MILLIS_MAX);
            vertx.setTimer(pause, id -> ask(index, 1));
        }

        private void failed(PgException error, int index, int attempt) {
            if (error.getSqlState().equals(SqlStates.READ_ONLY)) {
                outcome.tryFail(error);
                return;
            }
            switch (SqlStates.of(error)) {
                case RETRY -> repeat(index, attempt, Refusal.CONTENDED);
                case REPREPARE -> {
                    if (attempt == 1) {
                        ask(index, attempt + 1);
                    } else if (hasNext(index)) {
                        nextSource(index, Refusal.UNREACHABLE);
                    } else {
                        outcome.tryFail(error);
                    }
                }
                case CONTENDED -> nextSource(index, Refusal.DEADLINE_EXCEEDED);
                case OVERLOADED -> nextSource(index, Refusal.OVERLOADED);
                case UNREACHABLE -> nextSource(index, Refusal.UNREACHABLE);
                case UNKNOWN -> repeat(index, attempt, Refusal.UNREACHABLE);
                case NOT_AT_THIS_LEVEL -> {
                    if (hasNext(index)) {
                        nextSource(index, Refusal.UNREACHABLE);
                    } else {
                        outcome.tryFail(error);
                    }
                }
                case RACED, BUG -> outcome.tryFail(error);
            }
        }

        private void repeat(int index, int attempt, Refusal why) {
            int attemptsMax =
                    hasNext(index) || why == Refusal.UNREACHABLE ? ATTEMPTS_PER_SOURCE_MAX : Backoff.ATTEMPTS_MAX;
            if (attempt >= attemptsMax) {
                nextSource(index, why);
                return;
            }
            long delayMillis = backoff.delayMillis(attempt);
            if (delayMillis >= remainingMillis()) {
                unavailable(why);
            } else {
                vertx.setTimer(delayMillis, id -> ask(index, attempt + 1));
            }
        }

        private void nextSource(int index, Refusal why) {
            if (hasNext(index)) {
                ask(index + 1, 1);
            } else {
                unavailable(why);
            }
        }

        private Deadline deadlineOf(int index) {
            if (!hasNext(index)) {
                return read.deadline();
            }
            long now = nanoClock.getAsLong();
            return new Deadline(now + (read.deadline().atNanos() - now) / SHARE_OF_TIME);
        }

        private boolean hasNext(int index) {
            return index + 1 < sources.size();
        }

        private long remainingMillis() {
            return read.deadline().remainingMillis(nanoClock.getAsLong());
        }

        private void unavailable(Refusal why) {
            outcome.tryComplete(new ReadOutcome.Unavailable(why));
        }
    }

    /** An answer without a position is still an answer, but not one of a server that turns out to be a standby. */
    private static Future<Integer> unlessNotPrimary(Throwable failure) {
        boolean tolerable = failure instanceof PgException error
                && !SqlStates.NOT_PRIMARY.contains(error.getSqlState())
                && !"FATAL".equals(error.getSeverity());
        return tolerable ? Future.succeededFuture(0) : Future.failedFuture(failure);
    }

    private static Throwable firstFailure(List<Future<?>> all) {
        for (Future<?> each : all) {
            if (each.failed()) {
                return each.cause();
            }
        }
        return null;
    }
}
