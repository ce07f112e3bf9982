package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How is a ring hurt on purpose without ending a server? Blocks; each call is a session of its own. */
public final class RingDrills {
    private static final Logger LOG = LoggerFactory.getLogger(RingDrills.class);
    private static final String PAUSE = "SELECT pg_wal_replay_pause()";
    private static final String RESUME = "SELECT pg_wal_replay_resume()";
    /** What the application has written, and nobody else has, yet: its client will not hear whether it happened. */
    private static final String END_WAITING_COMMITS =
            "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE wait_event = 'SyncRep' AND usename = '" + RingCredentials.USER + "'";

    private static final String CONFLICT_WITH_REPLAY = "40001";
    private static final int ATTEMPTS_MAX = 10;

    private RingDrills() {}

    /** A replica goes on receiving, and shows nothing new until {@link #resumeReplay}; a restart ends it, too. */
    public static void pauseReplay(PostgresRing ring, Region region) throws SQLException {
        askReplica(ring, region, PAUSE);
    }

    public static void resumeReplay(PostgresRing ring, Region region) throws SQLException {
        askReplica(ring, region, RESUME);
    }

    /** Ends the sessions whose commit waits for other regions; how many that were. */
    public static long endWaitingCommits(PostgresRing ring) throws SQLException {
        return ask(ring, ring.primaryRegion(), END_WAITING_COMMITS);
    }

    /**
     * Nobody gets at these tables on the primary for a while, nor on the replicas: their statements wait. Returns when it has
     * begun.
     */
    public static void stall(PostgresRing ring, List<String> tables, Duration lasts) throws SQLException {
        Connection admin = ring.connectAsAdmin(ring.primaryRegion());
        try (Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.execute("LOCK TABLE " + String.join(", ", tables) + " IN ACCESS EXCLUSIVE MODE");
        } catch (SQLException e) {
            admin.close();
            throw e;
        }
        Thread.ofVirtual().name("stall").start(() -> {
            try (admin;
                    Statement statement = admin.createStatement()) {
                statement.execute("SELECT pg_sleep(" + lasts.toMillis() / 1e3 + ")");
                admin.commit();
            } catch (SQLException e) {
                LOG.info("A stall of {} ended with its server", tables, e);
            }
        });
    }

    /** Changes tables on the primary, each statement for itself. */
    public static void run(PostgresRing ring, List<String> statements) throws SQLException {
        try (Connection admin = ring.connectAsAdmin(ring.primaryRegion());
                Statement statement = admin.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** What is replayed may cancel whoever asks meanwhile; both questions may be asked again. */
    private static void askReplica(PostgresRing ring, Region region, String sql) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                ask(ring, region, sql);
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS_MAX || !CONFLICT_WITH_REPLAY.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private static long ask(PostgresRing ring, Region region, String sql) throws SQLException {
        try (Connection admin = ring.connectAsAdmin(region);
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getMetaData().getColumnTypeName(1).equals("int8") ? row.getLong(1) : 0;
        }
    }
}
