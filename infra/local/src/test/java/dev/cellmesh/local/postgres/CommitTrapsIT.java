package dev.cellmesh.local.postgres;

import static dev.cellmesh.local.postgres.Rings.ASIA;
import static dev.cellmesh.local.postgres.Rings.EU;
import static dev.cellmesh.local.postgres.Rings.US;
import static dev.cellmesh.local.postgres.Rings.await;
import static dev.cellmesh.local.postgres.Rings.connect;
import static dev.cellmesh.local.postgres.Rings.execute;
import static dev.cellmesh.local.postgres.Rings.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import java.sql.Connection;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What does an acknowledged, waiting or cancelled commit on a ring really mean? */
class CommitTrapsIT {
    private static final long BOUND_SECONDS = 20;

    private static ProcessReaper reaper;
    private static RingSet rings;
    private static PostgresRing home;
    private static PostgresRing global;
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void start() throws Exception {
        reaper = ProcessReaper.start();
        rings = Rings.temporary(reaper);
        rings.start();
        home = rings.ring(RingId.of(US));
        global = rings.ring(RingId.GLOBAL);
        for (PostgresRing ring : rings.rings()) {
            execute(ring, "CREATE TABLE item (id INT PRIMARY KEY, value INT NOT NULL)");
            execute(ring, "INSERT INTO item VALUES (0, 0)");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        THREADS.shutdownNow();
        rings.close();
        reaper.close();
    }

    @AfterEach
    void bringAllBack() throws Exception {
        for (PostgresRing ring : rings.rings()) {
            for (Region region : ring.regions()) {
                if (!ring.alive(region)) {
                    ring.start(region);
                }
            }
            ring.awaitStreaming();
        }
    }

    /** A write of its own connection, and the backend that does it. */
    private record Waiting(int backend, Future<Optional<SQLWarning>> done) {}

    private static Waiting write(PostgresRing ring, String sql, String... before) throws Exception {
        Connection connection = connect(ring, ring.primaryRegion());
        for (String setting : before) {
            execute(connection, setting);
        }
        int backend = Integer.parseInt(value(connection, "SELECT pg_backend_pid()"));
        return new Waiting(backend, THREADS.submit(() -> {
            try (connection;
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return Optional.ofNullable(statement.getWarnings());
            }
        }));
    }

    private static void awaitQuorumWait(PostgresRing ring, Waiting write, String since) throws Exception {
        String waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND pid = " + write.backend
                + " AND clock_timestamp() - query_start > interval '" + since + "'";
        await(() -> value(ring, ring.primaryRegion(), waits).equals("1"));
        assertThat(write.done.isDone()).isFalse();
    }

    @Test
    void quorumNeedsOneOfTwoStandbys() throws Exception {
        home.kill(EU);
        execute(home, "INSERT INTO item VALUES (1, 1)");
        home.kill(ASIA);
        Waiting write = write(home, "INSERT INTO item VALUES (2, 2)");
        awaitQuorumWait(home, write, "0 s");
        home.start(ASIA);
        assertThat(write.done.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEmpty();
        assertThat(value(home, ASIA, "SELECT count(*) FROM item WHERE id IN (1, 2)"))
                .isEqualTo("2");
    }

    @Test
    void statementTimeoutDoesNotEndTheWait() throws Exception {
        home.kill(EU);
        home.kill(ASIA);
        Waiting write = write(
                home,
                "INSERT INTO item VALUES (3, 3)",
                "SET statement_timeout = '100ms'",
                "SET transaction_timeout = '100ms'");
        awaitQuorumWait(home, write, "500 ms");
        home.start(EU);
        assertThat(write.done.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void cancelledWaitReportsSuccess() throws Exception {
        home.kill(EU);
        home.kill(ASIA);
        Waiting write = write(home, "INSERT INTO item VALUES (4, 4)");
        awaitQuorumWait(home, write, "0 s");
        assertThat(value(home, US, "SELECT count(*) FROM item WHERE id = 4")).isEqualTo("0");
        value(home, US, "SELECT pg_cancel_backend(" + write.backend + ")");
        assertThat(write.done.get(BOUND_SECONDS, TimeUnit.SECONDS))
                .hasValueSatisfying(warning -> assertThat(warning.getSQLState()).isEqualTo("01000"));
        assertThat(value(home, US, "SELECT count(*) FROM item WHERE id = 4")).isEqualTo("1");
    }

    /**
     * So a writing statement that finds its key taken, and changes nothing, still ends only when the first answer has its quorum;
     * a plain read would show that answer too early.
     */
    @Test
    void aRowLockWaitsForTheQuorumOfWhatWasCommittedBefore() throws Exception {
        home.kill(EU);
        home.kill(ASIA);
        Waiting first = write(home, "INSERT INTO item VALUES (8, 8)");
        awaitQuorumWait(home, first, "0 s");
        value(home, US, "SELECT pg_cancel_backend(" + first.backend + ")");
        first.done.get(BOUND_SECONDS, TimeUnit.SECONDS);
        assertThat(value(home, US, "SELECT count(*) FROM item WHERE id = 8")).isEqualTo("1");
        Waiting second = write(
                home,
                "WITH fence AS (SELECT id FROM item WHERE id = 0 FOR SHARE),"
                        + " claim AS (INSERT INTO item SELECT 8, 9 FROM fence ON CONFLICT DO NOTHING RETURNING id)"
                        + " SELECT count(*) FROM claim");
        awaitQuorumWait(home, second, "0 s");
        home.start(EU);
        assertThat(second.done.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEmpty();
        assertThat(value(home, EU, "SELECT value FROM item WHERE id = 8")).isEqualTo("8");
    }

    @Test
    void positionInsideTheStatementIsBelowItsCommit() throws Exception {
        try (Connection connection = connect(home, US)) {
            for (int i = 0; i < 100; i++) {
                String inside = value(
                        connection,
                        "UPDATE item SET value = value + 1 WHERE id = 0 RETURNING pg_current_wal_insert_lsn()");
                String below = "SELECT '" + inside + "'::pg_lsn < pg_current_wal_flush_lsn()";
                assertThat(value(connection, below)).isEqualTo("t");
            }
        }
    }

    @Test
    void globalWritesAreSeenEverywhereOnceAcknowledged() throws Exception {
        try (Connection writer = connect(global, US);
                Connection eu = connect(global, EU);
                Connection asia = connect(global, ASIA)) {
            for (int i = 1; i <= 50; i++) {
                execute(writer, "UPDATE item SET value = " + i + " WHERE id = 0");
                assertThat(value(eu, "SELECT value FROM item WHERE id = 0")).isEqualTo(Integer.toString(i));
                assertThat(value(asia, "SELECT value FROM item WHERE id = 0")).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void oneDeadReplicaStopsGlobalWrites() throws Exception {
        global.kill(ASIA);
        Waiting write = write(global, "INSERT INTO item VALUES (1, 1)");
        awaitQuorumWait(global, write, "0 s");
        global.start(ASIA);
        assertThat(write.done.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void restartedPrimaryHasEveryAcknowledgedWrite() throws Exception {
        execute(home, "INSERT INTO item VALUES (6, 6)");
        int port = home.endpoint(US).port();
        home.killPrimary();
        assertThat(home.alive(US)).isFalse();
        assertThat(value(home, EU, "SELECT count(*) FROM item WHERE id = 6")).isEqualTo("1");
        home.start(US);
        assertThat(home.endpoint(US).port()).isEqualTo(port);
        assertThat(value(home, US, "SELECT count(*) FROM item WHERE id = 6")).isEqualTo("1");
        home.awaitStreaming();
        execute(home, "INSERT INTO item VALUES (7, 7)");
    }

    @Test
    void promotionAloneDoesNotFenceAndTheForkedMemberIsMadeAnew() throws Exception {
        PostgresRing ring = rings.ring(RingId.of(EU));
        assertThat(value(ring, US, "SELECT pg_promote(true, 20)")).isEqualTo("t");
        try (Connection promoted = connect(ring, US)) {
            execute(promoted, "INSERT INTO item VALUES (1, 100)");
        }
        // The old primary still has its quorum with the other standby: both sides take writes.
        execute(ring, "INSERT INTO item VALUES (1, 200)");
        assertThat(value(ring, US, "SELECT value FROM item WHERE id = 1")).isEqualTo("100");

        ring.rebuild(US);
        ring.awaitStreaming();
        await(() -> value(ring, US, "SELECT value FROM item WHERE id = 1").equals("200"));
    }
}
