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
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where do the rows of each table live in a CockroachDB cluster? A table whose key begins with home_region is REGIONAL BY ROW
 * by that column, every other one is GLOBAL. Tables that have their locality already are left alone.
 */
final class CockroachLocalities {
    /** They end up inside statements, which take no parameters there. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");

    private static final String DATABASE = "SELECT current_database()";
    /** The first column of each table's key; histories of migrations are nobody's rows. */
    private static final String TABLES = """
            SELECT t.table_name, t.locality, k.column_name
            FROM [SHOW TABLES] AS t
            JOIN information_schema.table_constraints AS c
              ON c.table_schema = t.schema_name AND c.table_name = t.table_name AND c.constraint_type = 'PRIMARY KEY'
            JOIN information_schema.key_column_usage AS k
              ON k.constraint_schema = c.constraint_schema
             AND k.constraint_name = c.constraint_name
             AND k.table_name = c.table_name
             AND k.ordinal_position = 1
            WHERE t.schema_name = 'public' AND t.type = 'table' AND t.table_name NOT LIKE 'flyway%'
            ORDER BY t.table_name
            """;

    private final Connection connection;
    private final List<String> regions;

    CockroachLocalities(Connection connection, List<String> regions) {
        regions.forEach(CockroachLocalities::checked);
        this.connection = connection;
        this.regions = regions;
    }

    void apply() throws SQLException {
        run(databaseStatements(queryOne(DATABASE), regions));
        for (Table table : tables()) {
            if (table.needsLocality()) {
                run(tableStatements(table, regions));
            }
        }
        run(statements("spine", Map.of()));
    }

    /**
     * What is known of a table?
     *
     * @param locality as the database prints it; empty before any was set
     * @param firstKeyColumn decides whose rows they are
     */
    record Table(String name, String locality, String firstKeyColumn) {
        boolean isHome() {
            return firstKeyColumn.equals("home_region");
        }

        /** REGIONAL BY TABLE is what each table starts with. */
        boolean needsLocality() {
            return !locality.startsWith("GLOBAL") && !locality.startsWith("REGIONAL BY ROW");
        }
    }

    static List<String> databaseStatements(String database, List<String> regions) {
        String addRegions = regions.stream()
                .skip(1)
                .map(region -> "ALTER DATABASE " + checked(database) + " ADD REGION IF NOT EXISTS \"" + region + "\";")
                .collect(Collectors.joining("\n"));
        return statements(
                "database",
                Map.of("database", checked(database), "primary_region", regions.get(0), "add_regions", addRegions));
    }

    static List<String> tableStatements(Table table, List<String> regions) {
        String cases = regions.stream()
                .map(region -> "WHEN '" + region + "' THEN '" + region + "'")
                .collect(Collectors.joining("\n        "));
        return table.isHome()
                ? statements("home_table", Map.of("table", checked(table.name()), "region_cases", cases))
                : statements("global_table", Map.of("table", checked(table.name())));
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

    private List<Table> tables() throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                String locality = rows.getString(2);
                tables.add(new Table(rows.getString(1), locality == null ? "" : locality, rows.getString(3)));
            }
        }
        return tables;
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

    private static String read(String resource) {
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
