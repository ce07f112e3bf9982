package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What must be true inside a primary before a ring can be used? Roles, the database, a slot per standby. */
final class RingAdmin {
    /** Always there, and empty. */
    static final String MAINTENANCE_DATABASE = "template1";

    private static final String UNUSED_DATABASE = "postgres";
    private static final int CONNECT_SECONDS = 5;
    /** More than a slow CREATE DATABASE takes; a hung server shows after this. */
    private static final int SOCKET_SECONDS = 30;

    private static final int SENDER_END_MILLIS = 5_000;
    private static final long POLL_MILLIS = 10;

    private RingAdmin() {}

    /** A session of the superuser, whose commits wait for no standby: the ring may not have any yet. */
    static Connection connect(Endpoint endpoint, String database, String adminPassword) throws SQLException {
        return connect(endpoint, database, adminPassword, "ring-admin", SOCKET_SECONDS);
    }

    /** @param silenceSeconds after which a server that does not answer counts as gone */
    static Connection connect(
            Endpoint endpoint, String database, String adminPassword, String application, int silenceSeconds)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", RingCredentials.ADMIN);
        properties.setProperty("password", adminPassword);
        properties.setProperty("options", "-c synchronous_commit=local");
        properties.setProperty("ApplicationName", application);
        properties.setProperty("connectTimeout", Integer.toString(Math.min(CONNECT_SECONDS, silenceSeconds)));
        properties.setProperty("socketTimeout", Integer.toString(silenceSeconds));
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        // Sessions live long and say the same things again and again.
        properties.setProperty("prepareThreshold", "2");
        return DriverManager.getConnection("jdbc:postgresql://" + endpoint + "/" + database, properties);
    }

    /** Makes what is missing, in steps that can be cut off anywhere and repeated. */
    static void prepare(Connection admin, RingCredentials credentials, Collection<Region> standbys)
            throws SQLException {
        ensureRole(admin, RingCredentials.REPLICATOR, "REPLICATION", credentials.replicationPassword());
        ensureRole(admin, RingCredentials.USER, "", credentials.password());
        // Which timeline a standby receives tells whether a position in it can be trusted.
        execute(admin, "GRANT pg_read_all_stats TO " + RingCredentials.USER);
        // The database that initdb has made anyway: one more would be a fourth of every copy.
        if (exists(admin, "SELECT 1 FROM pg_database WHERE datname = ?", UNUSED_DATABASE)) {
            execute(admin, "ALTER DATABASE " + UNUSED_DATABASE + " RENAME TO " + RingCredentials.DATABASE);
        }
        execute(admin, "ALTER DATABASE " + RingCredentials.DATABASE + " OWNER TO " + RingCredentials.USER);
        for (Region standby : standbys) {
            String slot = ServerSettings.slot(standby);
            if (!exists(admin, "SELECT 1 FROM pg_replication_slots WHERE slot_name = ?", slot)) {
                execute(admin, "SELECT pg_create_physical_replication_slot('" + slot + "', true)");
            }
        }
    }

    /** Whether the primary still has the WAL that the standby would ask for. */
    static boolean canCatchUp(Connection admin, Region standby) throws SQLException {
        return exists(
                admin,
                "SELECT 1 FROM pg_replication_slots WHERE slot_name = ? AND wal_status <> 'lost'",
                ServerSettings.slot(standby));
    }

    /** The WAL from now on is kept for the standby; ends what still streams to an earlier one. */
    static void renewSlot(Connection admin, Region standby) throws SQLException {
        String slot = ServerSettings.slot(standby);
        String known = "SELECT 1 FROM pg_replication_slots WHERE slot_name = ?";
        if (exists(admin, known, slot)) {
            // Waits for the end of the sender: a slot in use cannot be dropped.
            exists(
                    admin,
                    "SELECT pg_terminate_backend(active_pid, " + SENDER_END_MILLIS
                            + ") FROM pg_replication_slots WHERE active_pid IS NOT NULL AND slot_name = ?",
                    slot);
            execute(admin, "SELECT pg_drop_replication_slot('" + slot + "')");
        }
        execute(admin, "SELECT pg_create_physical_replication_slot('" + slot + "', true)");
    }

    /** Returns when the primary streams to each of {@code standbys}. */
    static void awaitStreaming(Connection admin, Collection<Region> standbys, long millisMax)
            throws SQLException, IOException, InterruptedException {
        Set<String> missing = new HashSet<>();
        standbys.forEach(standby -> missing.add(standby.name()));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millisMax);
        while (true) {
            try (Statement statement = admin.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT application_name FROM pg_stat_replication WHERE state = 'streaming'")) {
                while (rows.next()) {
                    missing.remove(rows.getString(1));
                }
            }
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IOException("no replication to " + List.copyOf(missing) + " after " + millisMax + " ms");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /**
     * For which standbys commits wait from now on, also those that wait already. Forgotten at the next start of the primary.
     *
     * @param standbys a value of {@code synchronous_standby_names}
     */
    static void waitFor(Connection admin, String standbys) throws SQLException {
        // Names of regions hold no quotes.
        execute(admin, "ALTER SYSTEM SET synchronous_standby_names = '" + standbys + "'");
        execute(admin, "SELECT pg_reload_conf()");
    }

    private static void ensureRole(Connection admin, String role, String right, String password) throws SQLException {
        if (!exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
            // DDL takes no parameters; the password is hexadecimal.
            execute(admin, "CREATE ROLE " + role + " LOGIN " + right + " PASSWORD '" + password + "'");
        }
    }

    private static boolean exists(Connection admin, String query, String name) throws SQLException {
        try (PreparedStatement statement = admin.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection admin, String sql) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
