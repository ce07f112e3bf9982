package dev.cellmesh.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.testkit.wire.WireFault.Point;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does another client, the one of JDBC, with both protocols and with blocks, understand what the link says? */
class PgWireLinkIT {
    private static final long BOUND_SECONDS = 20;
    private static final Predicate<String> INSERTING = text -> text.contains("INSERT INTO seen");

    private static EmbeddedPostgres server;
    private static Vertx vertx;
    private static PgWireLink link;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        link = PgWireLink.start(vertx, Endpoint.local(server.getPort())).await();
        try (Connection direct = server.getPostgresDatabase().getConnection()) {
            execute(direct, "CREATE TABLE seen (n INT)");
        }
    }

    @AfterEach
    void heal() throws SQLException {
        link.heal();
        try (Connection direct = server.getPostgresDatabase().getConnection()) {
            execute(direct, "TRUNCATE seen");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        link.close().await();
        vertx.close().await();
        server.close();
    }

    private static Connection connect(String mode) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + link.endpoint()
                + "/postgres?user=postgres&password=postgres&preferQueryMode=" + mode);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO seen VALUES (?)")) {
            statement.setInt(1, 1);
            statement.executeUpdate();
        }
    }

    private static String refused(Connection connection) {
        return catchThrowableOfType(SQLException.class, () -> insert(connection))
                .getSQLState();
    }

    private static long count() throws SQLException {
        return number("SELECT count(*) FROM seen");
    }

    private static long number(String sql) throws SQLException {
        try (Connection direct = server.getPostgresDatabase().getConnection();
                Statement statement = direct.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void aRefusedStatementLeavesTheSessionUsable(String mode) throws Exception {
        WireTrap trap = link.on(
                WireChoice.executed(INSERTING).every(2), new WireFault.Refusal(WireError.error("40001"), Point.BEFORE));
        try (Connection connection = connect(mode)) {
            for (int i = 0; i < 10; i++) {
                insert(connection);
                assertThat(refused(connection)).isEqualTo("40001");
            }
        }
        assertThat(trap.arrived()).isEqualTo(20);
        assertThat(trap.struck()).isEqualTo(10);
        assertThat(count()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void anErrorInABlockEndsTheBlock(String mode) throws Exception {
        link.on(WireChoice.executed(INSERTING).first(1), new WireFault.Refusal(WireError.error("40001"), Point.BEFORE));
        try (Connection connection = connect(mode)) {
            connection.setAutoCommit(false);
            execute(connection, "SELECT 1");
            assertThat(refused(connection)).isEqualTo("40001");
            assertThat(refused(connection)).as("as in any block that failed").isEqualTo("25P02");
            connection.rollback();
            insert(connection);
            connection.commit();
        }
        assertThat(count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void aFatalErrorEndsTheSession(String mode) throws Exception {
        link.on(WireChoice.executed(INSERTING).first(1), new WireFault.Refusal(WireError.fatal("57P01"), Point.AFTER));
        try (Connection connection = connect(mode)) {
            assertThat(refused(connection)).isEqualTo("57P01");
            assertThat(refused(connection)).startsWith("08");
        }
        assertThat(count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void aWarningStandsBeforeTheSuccess(String mode) throws Exception {
        link.on(WireChoice.executed(INSERTING), WireFault.QUORUM_NOT_AWAITED);
        try (Connection connection = connect(mode);
                PreparedStatement statement = connection.prepareStatement("INSERT INTO seen VALUES (1)")) {
            assertThat(statement.executeUpdate()).isEqualTo(1);
            assertThat(statement.getWarnings().getSQLState()).isEqualTo("01000");
        }
    }

    @Test
    void aStallEndsWhenItIsReleased() throws Exception {
        for (Point point : Point.values()) {
            link.heal();
            WireTrap trap = link.on(WireChoice.executed(INSERTING).first(1), new WireFault.Stall(point));
            long before = count();
            try (Connection connection = connect("extended")) {
                CompletableFuture<Void> inserted = CompletableFuture.runAsync(() -> {
                    try {
                        insert(connection);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
                trap.whenStruck(1).get(BOUND_SECONDS, TimeUnit.SECONDS);
                assertThat(inserted).isNotDone();
                assertThat(count() - before).isEqualTo(point == Point.AFTER ? 1 : 0);
                trap.release();
                inserted.get(BOUND_SECONDS, TimeUnit.SECONDS);
                assertThat(count() - before).isEqualTo(1);
            }
        }
    }

    @Test
    void aCutLinkRefusesUntilItListensAgain() throws Exception {
        try (Connection connection = connect("extended")) {
            link.cut().await();
            assertThat(refused(connection)).startsWith("08");
        }
        assertThat(catchThrowableOfType(SQLException.class, () -> connect("extended"))
                        .getSQLState())
                .startsWith("08");
        link.listen().await();
        try (Connection connection = connect("extended")) {
            insert(connection);
        }
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aCancelIsSeen() throws Exception {
        long before = link.cancels();
        try (Connection connection = connect("extended");
                Statement statement = connection.createStatement()) {
            CompletableFuture<String> ended = CompletableFuture.supplyAsync(
                    () -> catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT pg_sleep(60)"))
                            .getSQLState());
            // A cancel that comes before its statement is none, and the client sends one only.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
            while (number("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == 0) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
            statement.cancel();
            assertThat(ended.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo("57014");
        }
        assertThat(link.cancels()).isEqualTo(before + 1);
    }
}
