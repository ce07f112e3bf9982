package dev.cellmesh.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MigrationsIT {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.builder().start();
        // Whom the migrations grant rights to.
        update(server.getJdbcUrl("postgres", "postgres"), "CREATE ROLE cellmesh LOGIN");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void homeCanRunAgainAndKeepsTheEpoch() throws Exception {
        String url = database("again");
        Migrations.home(url, "postgres", "", "us-east1");
        update(url, "UPDATE writer_epoch SET epoch = 7");

        Migrations.home(url, "postgres", "", "us-east1");

        assertThat(number(url, "SELECT epoch FROM writer_epoch WHERE home_region = 'us-east1'"))
                .isEqualTo(7);
        assertThat(number(url, "SELECT count(*) FROM writer_epoch")).isEqualTo(1);
    }

    @Test
    void twoAtOnceLeaveOneSchema() throws Exception {
        String url = database("at_once");
        Callable<Void> migrate = () -> {
            Migrations.home(url, "postgres", "", "us-east1");
            return null;
        };
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (Future<Void> each : pool.invokeAll(List.of(migrate, migrate))) {
                each.get();
            }
        }
        assertThat(number(url, "SELECT epoch FROM writer_epoch")).isEqualTo(1);
    }

    @Test
    void globalHasItsOwnHistory() throws Exception {
        String url = database("world");
        Migrations.global(url, "postgres", "");
        Migrations.global(url, "postgres", "");

        assertThat(number(url, "SELECT count(*) FROM information_schema.tables WHERE table_name = 'writer_epoch'"))
                .isZero();
    }

    private static String database(String name) throws SQLException {
        update(server.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE " + name);
        return server.getJdbcUrl("postgres", name);
    }

    private static void update(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
