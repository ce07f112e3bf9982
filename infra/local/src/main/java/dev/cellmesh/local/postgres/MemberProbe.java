package dev.cellmesh.local.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What did one member say last about its position? Keeps one session to it, and makes a new one after each failure. At
 * most one question is on its way: a member that hangs holds up nobody else.
 */
final class MemberProbe {
    /** After this long without an answer a member counts as not reachable. */
    static final int SILENCE_SECONDS = 2;

    /**
     * One answer.
     *
     * @param nanos when the question went out, by the monotonic clock
     * @param lsn the primary's end of WAL, or what a standby has applied
     * @param receivers names of the standbys that the primary sends to
     * @param beatAgeMillis of the newest beat to be seen; empty when there is no table or no beat yet
     */
    record Sample(long nanos, long lsn, Set<String> receivers, OptionalLong beatAgeMillis) {}

    private static final String PRIMARY_POSITION = """
            SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::BIGINT,
                   ARRAY(SELECT DISTINCT application_name FROM pg_stat_replication WHERE state IN ('streaming', 'catchup'))
            """;
    private static final String STANDBY_POSITION =
            "SELECT (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::BIGINT, ARRAY[]::TEXT[]";
    private static final String BEAT_AGE = """
            SELECT (EXTRACT(EPOCH FROM clock_timestamp() - beat_at) * 1000)::BIGINT FROM heartbeat WHERE home_region = ?
            """;

    /** How to reach the member; asked anew after each failure. */
    @FunctionalInterface
    interface Sessions {
        Connection open() throws SQLException;
    }

    private final String ring;
    private final boolean primary;
    private final Sessions sessions;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Sample> last = Optional.empty();
    private Connection session;
    private boolean heartbeatThere;
    private boolean closed;

    MemberProbe(String ring, boolean primary, Sessions sessions) {
        this.ring = ring;
        this.primary = primary;
        this.sessions = sessions;
    }

    /** The last answer, unless a later question failed. */
    Optional<Sample> last() {
        return last;
    }

    /** Asks in the background unless the last question is still open; {@code done} runs in any case. */
    void ask(Executor executor, Runnable done) {
        if (!asking.compareAndSet(false, true)) {
            done.run();
            return;
        }
        executor.execute(() -> {
            try {
                last = Optional.of(sample());
            } catch (SQLException | RuntimeException notReachable) {
                last = Optional.empty();
                drop();
            } finally {
                asking.set(false);
                done.run();
            }
        });
    }

    private Sample sample() throws SQLException {
        Connection connection = session();
        long nanos = System.nanoTime();
        long lsn;
        Set<String> receivers;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(primary ? PRIMARY_POSITION : STANDBY_POSITION)) {
            row.next();
            lsn = row.getLong(1);
            receivers = names(row.getArray(2));
        }
        if (!heartbeatThere) {
            heartbeatThere = heartbeatThere(connection);
        }
        if (!heartbeatThere) {
            return new Sample(nanos, lsn, receivers, OptionalLong.empty());
        }
        try (PreparedStatement age = connection.prepareStatement(BEAT_AGE)) {
            age.setString(1, ring);
            try (ResultSet row = age.executeQuery()) {
                OptionalLong millis = row.next() ? OptionalLong.of(Math.max(0, row.getLong(1))) : OptionalLong.empty();
                return new Sample(nanos, lsn, receivers, millis);
            }
        }
    }

    private static boolean heartbeatThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT to_regclass('heartbeat') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Set<String> names(Array array) throws SQLException {
        return Set.of((String[]) array.getArray());
    }

    private Connection session() throws SQLException {
        lock.lock();
        try {
            if (closed) {
                throw new SQLException("closed");
            }
            if (session == null) {
                session = sessions.open();
            }
            return session;
        } finally {
            lock.unlock();
        }
    }

    private void drop() {
        lock.lock();
        try {
            if (session != null) {
                session.abort(Runnable::run);
            }
        } catch (SQLException alreadyBroken) {
            // There is nothing left to close.
            session = null;
        } finally {
            session = null;
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            drop();
        } finally {
            lock.unlock();
        }
    }
}
