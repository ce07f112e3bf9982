package dev.cellmesh.migrations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where do the rows of each table live in a CockroachDB cluster? Tables of home rings are REGIONAL BY ROW by their home_region,
 * those of the global ring are GLOBAL, and the histories of the migrations stay together in the primary region. Tables that
 * have their locality already are left alone.
 */
final class CockroachLocalities {
    /** They end up inside statements, which take no parameters there. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");

    private static final String DATABASE = "SELECT current_database()";
    private static final String LOCALITIES =
            "SELECT table_name, locality FROM [SHOW TABLES] WHERE schema_name = 'public' AND type = 'table'";
    private static final Pattern CREATED = Pattern.compile("(?im)^CREATE TABLE (?:IF NOT EXISTS )?([a-z_][a-z0-9_]*)");

    private final Connection connection;
    private final List<String> regions;

    private final List<Table> tables;

    /** @param tables what the migrations have made, and their own */
    CockroachLocalities(Connection connection, List<String> regions, List<Table> tables) {
        this.connection = connection;
        this.regions = regions;
        this.tables = tables;
    }

    void apply() throws SQLException {
        run(databaseStatements(queryOne(DATABASE), regions));
        applyTables();
        run(statements("spine", Map.of()));
    }

    void applyTables() throws SQLException {
        Map<String, String> localities = localities();
        for (Table table : tables) {
            if (needsOne(table, localities.get(table.name()))) {
                run(tableStatements(table, regions));
            }
        }
    }

    /** Where do the rows of a table live? */
    enum Place {
        /** Each in its home region. */
        HOME("home_table", "REGIONAL BY ROW"),
        /** A copy that may be read in every region. */
        EVERYWHERE("global_table", "GLOBAL"),
        /** All in the primary region. */
        TOGETHER("regional_table", "REGIONAL BY TABLE");

        private final String file;
        private final String locality;

        Place(String file, String locality) {
            this.file = file;
            this.locality = locality;
        }
    }

    record Table(String name, Place place) {}

    /** Which tables does a migration make? */
    static List<Table> created(String migration, Place place) {
        return CREATED.matcher(migration)
                .results()
                .map(found -> new Table(found.group(1), place))
                .toList();
    }

    /** @param locality null for a table that was made before the database had regions */
    static boolean needsOne(Table table, String locality) {
        return locality == null || !locality.startsWith(table.place().locality);
    }

    static List<String> databaseStatements(String database, List<String> regions) {
        List<String> statements = new ArrayList<>(statements(
                "database", Map.of("database", checked(database), "primary_region", checked(regions.get(0)))));
        for (String region : regions.subList(1, regions.size())) {
            statements.addAll(
                    statements("database_region", Map.of("database", checked(database), "region", checked(region))));
        }
        statements.addAll(statements("database_goal", Map.of("database", checked(database))));
        return statements;
    }

    static List<String> tableStatements(Table table, List<String> regions) {
        String cases = regions.stream()
                .map(region -> "WHEN '" + checked(region) + "' THEN '" + region + "'")
                .collect(Collectors.joining("\n        "));
        return statements(table.place().file, Map.of("table", checked(table.name()), "region_cases", cases));
    }

    /** The statements of a resource file, without comments, one by one: each is its own schema change. */
    static List<String> statements(String file, Map<String, String> placeholders) {
        String text = read("/db/cockroach/" + file + ".sql").replaceAll("(?m)^--.*$", "");
        for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            text = text.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
        }
        List<String> statements = new ArrayList<>();
        for (String statement : text.split(";", -1)) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }

    private Map<String, String> localities() throws SQLException {
        Map<String, String> localities = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LOCALITIES)) {
            while (rows.next()) {
                localities.put(rows.getString(1), rows.getString(2));
            }
        }
        return localities;
    }

    private String queryOne(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void run(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a region, table or database: " + name);
        }
        return name;
    }

    static String read(String resource) {
        try (InputStream in = CockroachLocalities.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
