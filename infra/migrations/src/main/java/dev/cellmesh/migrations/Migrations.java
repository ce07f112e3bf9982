package dev.cellmesh.migrations;

import dev.cellmesh.migrations.CockroachLocalities.Place;
import dev.cellmesh.migrations.CockroachLocalities.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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

    private static final String FIRST_EPOCH =
            "INSERT INTO writer_epoch (home_region, epoch) VALUES (?, 1) ON CONFLICT DO NOTHING";

    private Migrations() {}

    /** The primary of a home ring, whose standbys get everything from it. The region's writer starts with epoch 1. */
    public static void home(String jdbcUrl, String user, String password, String homeRegion) throws SQLException {
        flyway(jdbcUrl, user, password, HOME_HISTORY, LOCAL_COMMITS, PORTABLE_HOME, POSTGRES_HOME)
                .migrate();
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
            seed(connection, List.of(homeRegion));
            PostgresBarrier.await(connection);
        }
    }

    /** The primary of the global ring. */
    public static void global(String jdbcUrl, String user, String password) throws SQLException {
        flyway(jdbcUrl, user, password, GLOBAL_HISTORY, LOCAL_COMMITS, PORTABLE_GLOBAL, POSTGRES_GLOBAL)
                .migrate();
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
            PostgresBarrier.await(connection);
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
        List<Table> tables = new ArrayList<>(tables(applied(home), PORTABLE_HOME, Place.HOME));
        tables.addAll(tables(applied(global), PORTABLE_GLOBAL, Place.EVERYWHERE));
        tables.addAll(histories());
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password)) {
            new CockroachLocalities(connection, regions, tables).apply();
            seed(connection, regions);
        }
    }

    /**
     * What {@link #cockroach} says to a new cluster behind the migrations of {@code db/portable}, in its order: for whoever
     * wants to know without a cluster.
     *
     * @param home names of the files in {@code db/portable/home}
     * @param global names of the files in {@code db/portable/global}
     */
    public static List<String> cockroachLocalities(
            String database, List<String> regions, List<String> home, List<String> global) {
        List<Table> tables = new ArrayList<>(tables(home, PORTABLE_HOME, Place.HOME));
        tables.addAll(tables(global, PORTABLE_GLOBAL, Place.EVERYWHERE));
        tables.addAll(histories());
        List<String> statements = new ArrayList<>(CockroachLocalities.databaseStatements(database, regions));
        tables.forEach(table -> statements.addAll(CockroachLocalities.tableStatements(table, regions)));
        statements.addAll(CockroachLocalities.statements("spine", Map.of()));
        return statements;
    }

    /**
     * Lets the rows of one more table live in their home regions, as those of the migrations in {@code db/portable/home} do;
     * the database has its regions already.
     */
    public static void cockroachHomeTable(Connection connection, String table, List<String> regions)
            throws SQLException {
        new CockroachLocalities(connection, regions, List.of(new Table(table, Place.HOME))).applyTables();
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

    private static List<String> applied(Flyway flyway) {
        return Stream.of(flyway.info().applied())
                .map(MigrationInfo::getScript)
                .filter(script -> script.endsWith(".sql"))
                .toList();
    }

    /** The folder of a migration decides where the rows of its tables live. */
    private static List<Table> tables(List<String> scripts, String folder, Place place) {
        return scripts.stream()
                .flatMap(script ->
                        CockroachLocalities.created(CockroachLocalities.read("/" + folder + "/" + script), place)
                                .stream())
                .toList();
    }

    private static List<Table> histories() {
        return List.of(new Table(HOME_HISTORY, Place.TOGETHER), new Table(GLOBAL_HISTORY, Place.TOGETHER));
    }

    private static void seed(Connection connection, List<String> homeRegions) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(FIRST_EPOCH)) {
            for (String region : homeRegions) {
                insert.setString(1, region);
                insert.executeUpdate();
            }
        }
    }
}
