package dev.cellmesh.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.model.Region;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What do the tests' rings have in common? */
final class Rings {
    static final Region US = new Region("us-east1");
    static final Region EU = new Region("europe-west1");
    static final Region ASIA = new Region("asia-southeast1");
    static final List<Region> REGIONS = List.of(US, EU, ASIA);

    private static final long AWAIT_SECONDS = 20;

    private Rings() {}

    static RingSet temporary(ProcessReaper reaper) {
        return new RingSet(options(REGIONS, Optional.empty(), reaper));
    }

    static RingSet kept(Path folder, ProcessReaper reaper) {
        return new RingSet(options(REGIONS, Optional.of(folder), reaper));
    }

    static RingSet.Options options(List<Region> regions, Optional<Path> folder, ProcessReaper reaper) {
        return new RingSet.Options(regions, folder, LinkResolver.DIRECT, reaper, 100, RingSet.ProgressListener.NONE);
    }

    /** A session of the services' user. */
    static Connection connect(PostgresRing ring, Region region) throws SQLException {
        return DriverManager.getConnection(
                ring.jdbcUrl(region), RingCredentials.USER, ring.credentials().password());
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void execute(PostgresRing ring, String sql) throws SQLException {
        try (Connection connection = connect(ring, ring.primaryRegion())) {
            execute(connection, sql);
        }
    }

    static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    static String value(PostgresRing ring, Region region, String query) throws SQLException {
        try (Connection admin = ring.connectAsAdmin(region)) {
            return value(admin, query);
        }
    }

    /** The heartbeat's table, by its migration. */
    static void migrateHeartbeat(PostgresRing ring) throws Exception {
        try (InputStream migration = Rings.class.getResourceAsStream("/db/postgres/home/V2__heartbeat.sql")) {
            execute(ring, new String(migration.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
        }
    }
}
