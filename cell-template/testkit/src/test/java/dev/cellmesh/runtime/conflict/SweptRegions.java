package dev.cellmesh.runtime.conflict;

import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.model.merge.Versioned;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.conflict.ConflictSweep.Swept;
import dev.cellmesh.runtime.database.DatabaseUse;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Revision;
import dev.cellmesh.runtime.service.SiblingsJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of three regions on one real server, and the sweeps of their cells. */
final class SweptRegions implements AutoCloseable {
    static final Region US = new Region("us-east1");
    static final Region EU = new Region("europe-west1");
    static final Region ASIA = new Region("asia-southeast1");
    static final List<Region> ALL = List.of(US, EU, ASIA);
    static final CellId FIRST = new CellId(US, 1);
    static final CellId SECOND = new CellId(US, 2);
    /** At home in {@link #US}, on {@link #FIRST} and {@link #SECOND}. */
    static final TenantId ACME = new TenantId("acme");

    static final String TYPE = "document";
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123Z");

    private final EmbeddedPostgres server = EmbeddedPostgres.start();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final RegionalDatabase database;
    private RouteSnapshot routes = routes(1);

    SweptRegions() throws Exception {
        for (Region region : ALL) {
            Migrations.home(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", region.name());
        }
        Endpoint here = Endpoint.local(server.getPort());
        DatabaseConfig config = new DatabaseConfig(
                Databases.POSTGRES,
                "postgres",
                "postgres",
                "postgres",
                ALL.stream()
                        .map(region -> new RingConfig(region.name(), here, region.name(), here))
                        .toList());
        DatabaseUse use = new DatabaseUse("upkeep", DatabaseSizes.even(2, 100, 5_000, 2_000));
        database = onLoop(() -> Future.succeededFuture(
                Databases.open(vertx, config, use, US, System::nanoTime, new Random(1), new SimpleMeterRegistry())));
    }

    static RouteSnapshot routes(long writerEpoch) {
        TenantRoute route = new TenantRoute(
                ACME,
                US,
                TenantStatus.ACTIVE,
                Map.of(US, List.of(FIRST, SECOND), EU, List.of(new CellId(EU, 1)), ASIA, List.of(new CellId(ASIA, 1))));
        return new RouteSnapshot(
                1, ALL.stream().collect(Collectors.toMap(RingId::of, region -> writerEpoch)), Map.of(ACME, route));
    }

    void believeIn(long writerEpoch) {
        routes = routes(writerEpoch);
    }

    /** A cell's sweep as after a start. */
    ConflictSweep of(CellId cell) {
        return of(cell, database);
    }

    ConflictSweep of(CellId cell, RegionalDatabase behind) {
        return new ConflictSweep(
                behind,
                cell,
                ALL,
                List.of(TYPE),
                () -> routes,
                new Ids(() -> NOW, new Random(7)),
                () -> NOW,
                System::nanoTime);
    }

    RegionalDatabase database() {
        return database;
    }

    Swept sweep(ConflictSweep sweep) throws Exception {
        return onLoop(sweep::sweep);
    }

    /** Stores one version alone in a region's own row. */
    void write(Region region, TenantId tenant, String entity, Map<Region, Long> vector, Instant at) throws Exception {
        Siblings<Revision<JsonObject>> state = new Siblings<>(List.of(version(region, vector)));
        String json = SiblingsJson.encode(state, UnaryOperator.identity()).encode();
        execute("INSERT INTO regional_state VALUES ('%s', '%s', '%s', '%s', '%s', 1, '%s', '%s')"
                        .formatted(region, tenant, TYPE, entity, json, at, at)
                + " ON CONFLICT (home_region, tenant_id, entity_type, entity_id) DO UPDATE SET state = excluded.state,"
                + " version = regional_state.version + 1, updated_at = excluded.updated_at");
    }

    static Versioned<Revision<JsonObject>> version(Region region, Map<Region, Long> vector) {
        return new Versioned<>(
                new VersionVector(vector),
                new Revision<>(
                        new JsonObject().put("title", "from " + region),
                        new HybridTimestamp(NOW.toEpochMilli(), 0),
                        region));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void reset() throws SQLException {
        execute("TRUNCATE regional_state, conflict, outbox");
        routes = routes(1);
    }

    /** The first columns of all rows, as text. */
    List<String> column(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            Stream.Builder<String> all = Stream.builder();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all.build().toList();
        }
    }

    private <T> T onLoop(Supplier<Future<T>> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.runOnContext(go -> action.get().onSuccess(result::complete).onFailure(result::completeExceptionally));
        return result.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        vertx.close().await();
        server.close();
    }
}
