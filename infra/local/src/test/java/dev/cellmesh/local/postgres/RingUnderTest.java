package dev.cellmesh.local.postgres;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.testkit.database.DatabaseUnderTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How can a ring of PostgreSQL servers be hurt? A primary and, unless more are asked for, one standby, which is the quorum. */
class RingUnderTest implements DatabaseUnderTest {
    private static final long FOLLOW_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_MILLIS = 10;

    private final ProcessReaper reaper;
    private final RingSet rings;
    private final PostgresRing ring;
    private final ReplicationMonitor monitor;
    private long stalledReceiver;

    RingUnderTest() throws Exception {
        this(List.of(Rings.US, Rings.EU));
    }

    RingUnderTest(List<Region> regions) throws Exception {
        reaper = ProcessReaper.start();
        rings = new RingSet(new RingSet.Options(
                regions, Optional.empty(), LinkResolver.DIRECT, reaper, 150, RingSet.ProgressListener.NONE));
        rings.start();
        ring = rings.ring(RingId.of(home()));
        monitor = ReplicationMonitor.start(rings.rings());
        Migrations.home(
                ring.jdbcUrl(home()), RingCredentials.USER, rings.credentials().password(), home().name());
        try (Connection admin = admin();
                Statement statement = admin.createStatement()) {
            // The contract's table is made by the administrator and used by the mesh's own user.
            statement.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO cellmesh");
            statement.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO cellmesh");
        }
    }

    @Override
    public Region home() {
        return Rings.US;
    }

    @Override
    public Region remote() {
        return Rings.EU;
    }

    @Override
    public DatabaseConfig config(Region node) {
        return new DatabaseConfig(
                Databases.POSTGRES,
                RingCredentials.DATABASE,
                RingCredentials.USER,
                rings.credentials().password(),
                rings.seenFrom(node));
    }

    @Override
    public Connection admin() throws SQLException {
        return ring.connectAsAdmin(home());
    }

    @Override
    public void awaitReplicas() throws Exception {
        String target;
        try (Connection admin = admin()) {
            target = text(admin, "SELECT pg_current_wal_insert_lsn()");
        }
        long end = System.nanoTime() + FOLLOW_NANOS_MAX;
        try (Connection replica = ring.connectAsAdmin(remote())) {
            while (!"t".equals(text(replica, "SELECT pg_last_wal_replay_lsn() >= '" + target + "'::pg_lsn"))) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("the replica does not come to " + target);
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.allOf(Fault.class);
    }

    @Override
    public void hurt(Fault fault) throws Exception {
        switch (fault) {
            case PRIMARY_GONE -> ring.kill(home());
            case REPLICA_GONE -> ring.kill(remote());
            case REPLICAS_STALLED -> {
                awaitReplicas();
                // Only what receives: the replica goes on answering with what it has.
                stalledReceiver = receiver(remote());
                signal("-STOP", stalledReceiver);
            }
        }
    }

    @Override
    public void heal(Fault fault) throws Exception {
        switch (fault) {
            case PRIMARY_GONE -> ring.start(home());
            case REPLICA_GONE -> ring.start(remote());
            case REPLICAS_STALLED -> signal("-CONT", stalledReceiver);
        }
        ring.awaitStreaming();
        awaitReplicas();
    }

    @Override
    public int sessionsWaitingForReplicas() throws SQLException {
        try (Connection admin = admin()) {
            return Integer.parseInt(text(admin, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"));
        }
    }

    @Override
    public void endOtherSessions() throws SQLException {
        signalSessions("pg_terminate_backend");
    }

    /** @param function of PostgreSQL, taking a process id: pg_terminate_backend or pg_cancel_backend */
    void signalSessions(String function) throws SQLException {
        try (Connection admin = admin()) {
            text(
                    admin,
                    "SELECT count(" + function + "(pid)) FROM pg_stat_activity WHERE usename = '" + RingCredentials.USER
                            + "'");
        }
    }

    @Override
    public void close() throws Exception {
        monitor.close();
        rings.close();
        reaper.close();
    }

    PostgresRing ring() {
        return ring;
    }

    RingSet rings() {
        return rings;
    }

    static void signal(String name, long process) throws Exception {
        int exit = new ProcessBuilder("kill", name, Long.toString(process))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0 && name.equals("-STOP")) {
            throw new AssertionError("kill " + name + " ended with " + exit);
        }
    }

    /** The process that receives the log there. */
    long receiver(Region standby) throws Exception {
        return receiver(ring, standby);
    }

    static long receiver(PostgresRing ring, Region standby) throws Exception {
        long end = System.nanoTime() + FOLLOW_NANOS_MAX;
        try (Connection replica = ring.connectAsAdmin(standby)) {
            while (System.nanoTime() < end) {
                String pid = text(replica, "SELECT max(pid) FROM pg_stat_wal_receiver");
                if (pid != null) {
                    return Long.parseLong(pid);
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
        throw new AssertionError("the replica receives nothing");
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
