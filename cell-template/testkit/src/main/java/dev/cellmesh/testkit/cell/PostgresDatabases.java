package dev.cellmesh.testkit.cell;

import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where does each test find the tables of a mesh, empty and at once? Two real PostgreSQL servers for all tests of a JVM, which
 * end with it: one has the rows of all home rings, the other one the ring of the whole mesh. Each test has a database of its
 * own on both, a copy of one that was brought to the newest schema once. Blocks; safe from any thread.
 */
final class PostgresDatabases implements AutoCloseable {
    static final String SUPERUSER = "postgres";

    private static final String TEMPLATE = "mesh_template";
    private static final AtomicInteger COPIES = new AtomicInteger();

    private final String name = "mesh_" + COPIES.incrementAndGet();

    PostgresDatabases() throws SQLException {
        for (EmbeddedPostgres server : Servers.BOTH) {
            execute(server, SUPERUSER, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        }
    }

    /** Of the database on both servers. */
    String name() {
        return name;
    }

    Endpoint homes() {
        return Endpoint.local(Servers.HOMES.getPort());
    }

    Endpoint global() {
        return Endpoint.local(Servers.GLOBAL.getPort());
    }

    void execute(String sql) throws SQLException {
        execute(Servers.HOMES, name, sql);
    }

    void whileLocked(String table, Callable<?> meanwhile) throws Exception {
        try (Connection holder = Servers.HOMES.getDatabase(SUPERUSER, name).getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            try {
                meanwhile.call();
            } finally {
                holder.rollback();
            }
        }
    }

    long number(String sql) throws SQLException {
        return number(Servers.HOMES, sql);
    }

    long globalNumber(String sql) throws SQLException {
        return number(Servers.GLOBAL, sql);
    }

    private static void execute(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase(SUPERUSER, database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.getDatabase(SUPERUSER, name).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Throws away what the test wrote, and the connections that are still there. */
    @Override
    public void close() throws SQLException {
        for (EmbeddedPostgres server : Servers.BOTH) {
            execute(server, SUPERUSER, "DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private static final class Servers {
        static final EmbeddedPostgres HOMES = start();
        static final EmbeddedPostgres GLOBAL = start();
        static final List<EmbeddedPostgres> BOTH = List.of(HOMES, GLOBAL);

        static {
            try {
                for (EmbeddedPostgres server : BOTH) {
                    // Whom the migrations grant rights to.
                    execute(server, SUPERUSER, "CREATE ROLE cellmesh LOGIN");
                    execute(server, SUPERUSER, "CREATE DATABASE " + TEMPLATE);
                }
                for (Region region : ThreeRegions.ALL) {
                    Migrations.home(HOMES.getJdbcUrl(SUPERUSER, TEMPLATE), SUPERUSER, SUPERUSER, region.name());
                }
                Migrations.global(GLOBAL.getJdbcUrl(SUPERUSER, TEMPLATE), SUPERUSER, SUPERUSER);
            } catch (SQLException e) {
                throw new IllegalStateException("no tables to copy", e);
            }
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
