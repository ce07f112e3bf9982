package dev.cellmesh.services.controlplane;

import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.model.merge.Versioned;
import dev.cellmesh.runtime.conflict.Conflict;
import dev.cellmesh.runtime.conflict.EntityKey;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.runtime.service.Revision;
import dev.cellmesh.runtime.service.SiblingsJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A real PostgreSQL server with the rows of three home rings, and what a cell would have put there. */
final class HomeRings implements AutoCloseable {
    static final Region US = new Region("us-east1");
    static final Region EU = new Region("europe-west1");
    static final Region ASIA = new Region("asia-southeast1");
    static final List<Region> ALL = List.of(US, EU, ASIA);

    private static final String DATABASE = "cellmesh";
    private static final Instant WRITTEN = Instant.parse("2026-11-21T10:00:00Z");

    private final EmbeddedPostgres server = EmbeddedPostgres.start();

    HomeRings() throws Exception {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE cellmesh LOGIN PASSWORD 'secret'");
            statement.execute("CREATE DATABASE " + DATABASE + " OWNER cellmesh");
        }
        for (Region region : ALL) {
            Migrations.home(server.getJdbcUrl("cellmesh", DATABASE), "cellmesh", "secret", region.name());
        }
    }

    Endpoint endpoint() {
        return Endpoint.local(server.getPort());
    }

    /** The databases of a control plane: its global ring, and these. */
    DatabaseConfig with(DatabaseConfig global) {
        return with(global, Map.of());
    }

    /** @param through where some regions' rings stand instead */
    DatabaseConfig with(DatabaseConfig global, Map<Region, Endpoint> through) {
        List<RingConfig> rings = new ArrayList<>(global.rings());
        for (Region region : ALL) {
            Endpoint at = through.getOrDefault(region, endpoint());
            rings.add(new RingConfig(region.name(), at, region.name(), at));
        }
        return new DatabaseConfig(global.kind(), global.database(), global.user(), global.password(), rings);
    }

    static JsonObject value(String title) {
        return new JsonObject().put("tags", new JsonArray().add("a")).put("title", title);
    }

    static Versioned<Revision<JsonObject>> version(Region region, Map<Region, Long> vector, JsonObject value) {
        return new Versioned<>(
                new VersionVector(vector),
                new Revision<>(value, new HybridTimestamp(WRITTEN.toEpochMilli(), 0), region));
    }

    /** The first write of each region, which knew of no other one. */
    static Conflict conflict(String tenant, String entity, Region... regions) {
        List<Versioned<Revision<JsonObject>>> versions = new ArrayList<>();
        for (Region region : regions) {
            versions.add(version(region, Map.of(region, 1L), value("from " + region)));
        }
        return new Conflict(new EntityKey(new TenantId(tenant), "document", entity), new Siblings<>(versions));
    }

    /** Rows of regions, and the conflict between them in the queue of a home. */
    UUID file(Region home, Conflict conflict, Instant foundAt) throws SQLException {
        for (Versioned<Revision<JsonObject>> version : conflict.versions().versions()) {
            write(conflict.entity(), version);
        }
        execute(
                "INSERT INTO conflict (home_region, conflict_id, tenant_id, entity_type, entity_id, status, vectors, versions,"
                        + " audited, version, found_at, changed_at) VALUES ('%s', '%s', '%s', '%s', '%s', 'open', '%s', '%s', TRUE, 1,"
                                .formatted(
                                        home,
                                        conflict.id(),
                                        conflict.entity().tenant(),
                                        conflict.entity().type(),
                                        conflict.entity().id(),
                                        new JsonArray(conflict.vectors()).encode(),
                                        conflict.versionsJson().encode())
                        + " '%s', '%s')".formatted(foundAt, foundAt));
        return conflict.id();
    }

    /** Alone into the row of its own region. */
    void write(EntityKey entity, Versioned<Revision<JsonObject>> version) throws SQLException {
        String state = SiblingsJson.encode(new Siblings<>(List.of(version)), UnaryOperator.identity())
                .encode();
        execute("INSERT INTO regional_state VALUES ('%s', '%s', '%s', '%s', '%s', 1, '%s', '%s')"
                        .formatted(
                                version.value().region(),
                                entity.tenant(),
                                entity.type(),
                                entity.id(),
                                state,
                                WRITTEN,
                                WRITTEN)
                + " ON CONFLICT (home_region, tenant_id, entity_type, entity_id) DO UPDATE SET state = excluded.state,"
                + " version = regional_state.version + 1");
    }

    /** What all regions have stored of an entity, merged as reads merge it. */
    Siblings<Revision<JsonObject>> merged(EntityKey entity) throws SQLException {
        Siblings<Revision<JsonObject>> merged = Siblings.empty();
        for (String state : column("SELECT state::TEXT FROM regional_state WHERE tenant_id = '%s' AND entity_id = '%s'"
                .formatted(entity.tenant(), entity.id()))) {
            merged = merged.merge(SiblingsJson.decode(new JsonObject(state), SiblingsJson::sorted));
        }
        return merged;
    }

    void reset() throws SQLException {
        execute("TRUNCATE conflict, regional_state, idempotency, outbox");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first columns of all rows, as text. */
    List<String> column(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    /** Waits until a question whose answer is one boolean is answered with yes. */
    void await(String question) throws SQLException, TimeoutException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!column(question).equals(List.of("t"))) {
            if (System.nanoTime() > until) {
                throw new TimeoutException(question);
            }
            Thread.onSpinWait();
        }
    }

    private Connection connection() throws SQLException {
        return server.getDatabase("cellmesh", DATABASE).getConnection();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
