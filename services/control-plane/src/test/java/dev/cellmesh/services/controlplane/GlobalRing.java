package dev.cellmesh.services.controlplane;

import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.runtime.database.DatabaseUse;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real PostgreSQL server with the global tables, owned by a role that is not the application's. */
final class GlobalRing implements AutoCloseable {
    static final DatabaseUse USE = new DatabaseUse("control-plane", DatabaseSizes.even(4, 100, 5_000, 2_000));

    private static final String DATABASE = "cellmesh";
    private static final String OWNER = "owner";
    static final String APPLICATION = "cellmesh";

    private final EmbeddedPostgres server;

    private GlobalRing(EmbeddedPostgres server) {
        this.server = server;
    }

    static GlobalRing start() throws IOException, SQLException {
        return start(OWNER);
    }

    /** The application's role owns the tables: what a mesh for trying out may do. */
    static GlobalRing startOwnedByTheApplication() throws IOException, SQLException {
        return start(APPLICATION);
    }

    private static GlobalRing start(String owner) throws IOException, SQLException {
        GlobalRing ring = new GlobalRing(EmbeddedPostgres.start());
        ring.asSuperuser("CREATE ROLE " + OWNER + " LOGIN", "CREATE ROLE " + APPLICATION + " LOGIN PASSWORD 'secret'");
        ring.asSuperuser("CREATE DATABASE " + DATABASE + " OWNER " + owner);
        Migrations.global(ring.server.getJdbcUrl(owner, DATABASE), owner, "");
        return ring;
    }

    DatabaseConfig config() {
        return config(Endpoint.local(server.getPort()));
    }

    static DatabaseConfig config(Endpoint primary) {
        RingConfig ring = new RingConfig("global", primary, "us-east1", primary);
        return new DatabaseConfig("postgres", DATABASE, APPLICATION, "secret", List.of(ring));
    }

    /** The SQLSTATE with which the application's statement is refused; {@code 00000} when it is not. */
    String refusal(String sql) throws SQLException {
        try (Connection connection = asApplication();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            connection.rollback();
            return "00000";
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }

    /** What {@link Endpoint} the server has, for a link to stand before. */
    Endpoint endpoint() {
        return Endpoint.local(server.getPort());
    }

    Connection asApplication() throws SQLException {
        return server.getDatabase(APPLICATION, DATABASE).getConnection();
    }

    long count(String question) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", DATABASE).getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getLong(1);
        }
    }

    /** Empties all but what the migration put there, as only the owner can. */
    void reset() throws SQLException {
        try (Connection connection = server.getDatabase(OWNER, DATABASE).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE audit_log, admin_idempotency, tenant, cell, region");
            statement.execute("DELETE FROM home_writer WHERE writer_region <> 'global'");
            statement.execute("UPDATE route_epoch SET epoch = 0");
        }
    }

    /** Waits until a question whose answer is one boolean is answered with yes. */
    void await(String question) throws SQLException, TimeoutException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try (Connection connection = server.getDatabase("postgres", DATABASE).getConnection();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() < until) {
                try (ResultSet answer = statement.executeQuery(question)) {
                    if (answer.next() && answer.getBoolean(1)) {
                        return;
                    }
                }
                Thread.onSpinWait();
            }
        }
        throw new TimeoutException(question);
    }

    private void asSuperuser(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
