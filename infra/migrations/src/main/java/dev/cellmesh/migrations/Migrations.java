package dev.cellmesh.migrations;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Are the tables there? Brings a database to the newest schema; safe to run again, and by two at once. It blocks: never call
 * it on an event loop.
 *
 * <p>Every method throws a {@code FlywayException} when a migration fails, and an {@link SQLException} when the database
 * cannot be reached or what follows the migrations fails.
 */
public final class Migrations {
    private static final String PORTABLE_HOME = "db/portable/home";
    private static final String PORTABLE_GLOBAL = "db/portable/global";
    private static final String POSTGRES_HOME = "db/postgres/home";
    private static final String POSTGRES_GLOBAL = "db/postgres/global";
    private static final String HOME_HISTORY = "flyway_home";
    private static final String GLOBAL_HISTORY = "flyway_global";

    /**
     * Each migration is a few commits, and a quorum would make each wait for the WAN; the barrier at the end waits once for
     * all of them.
     */
    private static final Map<String, String> LOCAL_COMMITS = Map.of("options", "-c synchronous_commit=local");

    /** Writes a record into the log and waits, as every commit of a session with the ring's own settings does. */
    private static final String BARRIER = "SELECT pg_logical_emit_message(true, 'cellmesh.migrated', '')";

    private static final String FIRST_EPOCH =
            "INSERT INTO writer_epoch (home_region, epoch) VALUES (?, 1) ON CONFLICT DO NOTHING";

    private Migrations() {}

    /** The primary of a home ring, whose standbys get everything from it. The region's writer starts with epoch 1. */
    public static void home(String jdbcUrl, String user, String password, String homeRegion) throws SQLException {
        flyway(jdbcUrl, user, password, HOME_HISTORY, LOCAL_COMMITS, PORTABLE_HOME, POSTGRES_HOME)
                .migrate();
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
            seed(connection, List.of(homeRegion));
            barrier(connection);
        }
    }

    /** The primary of the global ring. */
    public static void global(String jdbcUrl, String user, String password) throws SQLException {
        flyway(jdbcUrl, user, password, GLOBAL_HISTORY, LOCAL_COMMITS, PORTABLE_GLOBAL, POSTGRES_GLOBAL)
                .migrate();
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
            barrier(connection);
        }
    }

    /**
     * A CockroachDB cluster, which holds the rows of all regions in one database: the same tables, and where their rows live.
     * The role {@code cellmesh}, to which the migrations grant rights, must be there.
     *
     * @param regions at least three, the primary one first; names of regions of the cluster's nodes
     */
    public static void cockroach(String jdbcUrl, String user, String password, List<String> regions)
            throws SQLException {
        Flyway home = flyway(jdbcUrl, user, password, HOME_HISTORY, Map.of(), PORTABLE_HOME);
        Flyway global = flyway(jdbcUrl, user, password, GLOBAL_HISTORY, Map.of(), PORTABLE_GLOBAL);
        home.migrate();
        global.migrate();
        List<CockroachLocalities.Table> tables = new ArrayList<>(tables(home, PORTABLE_HOME, true));
        tables.addAll(tables(global, PORTABLE_GLOBAL, false));
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
            new CockroachLocalities(connection, regions, tables).apply();
            seed(connection, regions);
        }
    }

    private static Flyway flyway(
            String jdbcUrl,
            String user,
            String password,
            String history,
            Map<String, String> properties,
            String... folders) {
        return Flyway.configure()
                .dataSource(jdbcUrl, user, password)
                .jdbcProperties(properties)
                .locations(folders)
                .table(history)
                // Both histories share one database on CockroachDB, where the second run finds the tables of the first.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    /** The folder of a migration decides where the rows of its tables live. */
    private static List<CockroachLocalities.Table> tables(Flyway flyway, String folder, boolean home) {
        return Stream.of(flyway.info().applied())
                .map(MigrationInfo::getScript)
                .filter(script -> script.endsWith(".sql"))
                .flatMap(script ->
                        CockroachLocalities.created(CockroachLocalities.read("/" + folder + "/" + script), home)
                                .stream())
                .toList();
    }

    private static void seed(Connection connection, List<String> homeRegions) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(FIRST_EPOCH)) {
            for (String region : homeRegions) {
                insert.setString(1, region);
                insert.executeUpdate();
            }
        }
    }

    private static void barrier(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(BARRIER);
        }
    }
}
