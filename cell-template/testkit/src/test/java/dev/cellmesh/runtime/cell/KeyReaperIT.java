package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.DatabaseUse;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyReaperIT {
    private static final Region US = new Region("us-east1");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String KEYS = "INSERT INTO idempotency SELECT '%s', 'acme', 'k' || n, '\\x00', 201, '{}',"
            + " '2026-11-01Z', TIMESTAMPTZ '2026-11-21T12:00:00Z' + INTERVAL '%s' FROM generate_series(%d, %d) AS n";

    private static final String GLOBAL_KEYS =
            "INSERT INTO global_idempotency SELECT 'acme', 'k' || n, '\\x00', 201, '{}',"
                    + " '2026-11-01Z', TIMESTAMPTZ '2026-11-21T12:00:00Z' + INTERVAL '%s' FROM generate_series(%d, %d) AS n";

    @Test
    void forgetsWhatIsOverInBatchesAndLeavesTheRest() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            Migrations.home(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", US.name());
            statement.execute(String.format(KEYS, US, "-1 second", 1, 2 * KeyReaper.BATCH + 1));
            statement.execute(String.format(KEYS, US, "1 second", 10_001, 10_002));
            statement.execute(String.format(KEYS, "europe-west1", "-1 second", 1, 3));

            Vertx vertx = Vertx.vertx();
            try {
                assertThat(round(vertx, server.getPort(), RingId.of(US))).isEqualTo(2 * KeyReaper.BATCH + 1);
            } finally {
                vertx.close().await();
            }

            try (ResultSet left = statement.executeQuery(
                    "SELECT count(*) FILTER (WHERE home_region = 'us-east1'), count(*) FROM idempotency")) {
                left.next();
                assertThat(left.getLong(1)).isEqualTo(2);
                assertThat(left.getLong(2)).isEqualTo(5);
            }
        }
    }

    @Test
    void forgetsKeysOfTheWholeMesh() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE cellmesh");
            Migrations.global(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
            statement.execute(String.format(GLOBAL_KEYS, "-1 second", 1, KeyReaper.BATCH + 1));
            statement.execute(String.format(GLOBAL_KEYS, "1 second", 10_001, 10_002));

            Vertx vertx = Vertx.vertx();
            try {
                assertThat(round(vertx, server.getPort(), RingId.GLOBAL)).isEqualTo(KeyReaper.BATCH + 1);
            } finally {
                vertx.close().await();
            }

            try (ResultSet left = statement.executeQuery("SELECT count(*) FROM global_idempotency")) {
                left.next();
                assertThat(left.getLong(1)).isEqualTo(2);
            }
        }
    }

    private static long round(Vertx vertx, int port, RingId ring) throws Exception {
        Endpoint here = Endpoint.local(port);
        DatabaseConfig config = new DatabaseConfig(
                Databases.POSTGRES,
                "postgres",
                "postgres",
                "postgres",
                List.of(new RingConfig(ring.name(), here, US.name(), here)));
        DatabaseUse use = new DatabaseUse("upkeep", DatabaseSizes.even(1, 10, 5_000, 2_000));
        CompletableFuture<Long> gone = new CompletableFuture<>();
        Context loop = vertx.getOrCreateContext();
        loop.runOnContext(go -> {
            RegionalDatabase database =
                    Databases.open(vertx, config, use, US, System::nanoTime, new Random(1), new SimpleMeterRegistry());
            KeyReaper reaper = new KeyReaper(
                    vertx,
                    database,
                    List.of(ring),
                    () -> NOW,
                    System::nanoTime,
                    new Random(1),
                    new SimpleMeterRegistry());
            reaper.round()
                    .eventually(() -> {
                        reaper.close();
                        return database.close();
                    })
                    .onSuccess(gone::complete)
                    .onFailure(gone::completeExceptionally);
        });
        return gone.get(30, TimeUnit.SECONDS);
    }
}
