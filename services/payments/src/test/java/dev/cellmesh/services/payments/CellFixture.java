package dev.cellmesh.services.payments;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.cell.CellNode;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.http.BodyLimits;
import dev.cellmesh.runtime.http.SocketLimits;
import dev.cellmesh.runtime.identity.SigningKeys;
import dev.cellmesh.runtime.identity.TokenMint;
import dev.cellmesh.runtime.node.AdmissionSizes;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.runtime.node.RingConnections;
import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.route.RouteTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A real cell in front of a real PostgreSQL server, with routes that a test may change. */
final class CellFixture implements AutoCloseable {
    static final Region HOME = new Region("us-east1");
    static final Region ELSEWHERE = new Region("europe-west1");
    static final CellId CELL = new CellId(HOME, 1);
    static final CellId OTHER_CELL = new CellId(HOME, 2);
    static final TenantId TENANT = new TenantId("acme");
    static final TenantId OTHER_TENANT = new TenantId("bolt");
    static final TenantId SUSPENDED = new TenantId("late");
    static final TenantId MOVED = new TenantId("moved");
    /** Whose plan allows one request a second. */
    static final TenantId SMALL = new TenantId("small");

    private static final TenantPlan LEAST = new TenantPlan("least", 1, 1);
    static final long ROUTE_EPOCH = 7;
    static final int LOCK_TIMEOUT_MILLIS = 2_000;

    /** Short, so that tests of limits end soon; long enough not to be met by accident. */
    private static final SocketLimits SOCKETS = new SocketLimits(200, 4_096, 16_384, 2_000, 30_000, 30_000, 1_000);

    private static final BodyLimits BODIES = new BodyLimits(64 << 10, 2_000);

    private static final AtomicInteger DATABASES = new AtomicInteger();

    static final SigningKeys KEYS = SigningKeys.generate();

    final DataSource tables;
    private final String database;
    private final int databasePort;
    private final int quorumConnections;
    private final int waitQueueMax;
    final Vertx vertx;
    final MutableRoutes routes = new MutableRoutes();
    final List<CellNode> cells = new ArrayList<>();
    private final Map<TenantId, String> tokens = new HashMap<>();
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static final class MutableRoutes implements RouteTable {
        private volatile RouteSnapshot current = snapshot(1);

        void writerEpoch(long epoch) {
            current = snapshot(epoch);
        }

        void noWriter() {
            current = new RouteSnapshot(ROUTE_EPOCH, Map.of(), current.tenants());
        }

        @Override
        public RouteSnapshot current() {
            return current;
        }

        @Override
        public Future<Void> loaded() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> refresh() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> refreshTo(long wanted) {
            return refresh();
        }

        @Override
        public void close() {}

        private static RouteSnapshot snapshot(long writerEpoch) {
            return new RouteSnapshot(
                    ROUTE_EPOCH,
                    Map.of(RingId.of(HOME), writerEpoch),
                    Map.of(
                            TENANT, route(TENANT, TenantStatus.ACTIVE, CELL),
                            OTHER_TENANT, route(OTHER_TENANT, TenantStatus.ACTIVE, CELL),
                            SUSPENDED, route(SUSPENDED, TenantStatus.SUSPENDED, CELL),
                            MOVED, route(MOVED, TenantStatus.ACTIVE, OTHER_CELL),
                            SMALL,
                                    new TenantRoute(
                                            SMALL,
                                            HOME,
                                            TenantStatus.ACTIVE,
                                            Map.of(HOME, List.of(CELL)),
                                            Map.of(),
                                            LEAST)));
        }

        private static TenantRoute route(TenantId tenant, TenantStatus status, CellId cell) {
            return new TenantRoute(tenant, HOME, status, Map.of(HOME, List.of(cell)));
        }
    }

    CellFixture() throws Exception {
        this(UnaryOperator.identity(), false, 1);
    }

    /**
     * @param wrap what stands between a cell and its database
     * @param cellCount all with the same name, but sharing nothing
     */
    CellFixture(UnaryOperator<RegionalDatabase> wrap, boolean idempotencyOff, int cellCount) throws Exception {
        this(wrap, idempotencyOff, cellCount, Postgres.port(), 24, 1_000);
    }

    /** A cell whose way to the database is a test's own, or narrow. */
    CellFixture(int databasePort, int quorumConnections, int waitQueueMax) throws Exception {
        this(UnaryOperator.identity(), false, 1, databasePort, quorumConnections, waitQueueMax);
    }

    private CellFixture(
            UnaryOperator<RegionalDatabase> wrap,
            boolean idempotencyOff,
            int cellCount,
            int databasePort,
            int quorumConnections,
            int waitQueueMax)
            throws Exception {
        this.databasePort = databasePort;
        this.quorumConnections = quorumConnections;
        this.waitQueueMax = waitQueueMax;
        database = "cell" + DATABASES.incrementAndGet();
        tables = Postgres.newDatabase(database);
        Flyway.configure()
                .dataSource(tables)
                .locations("classpath:db/portable/home")
                .load()
                .migrate();
        execute("INSERT INTO writer_epoch (home_region, epoch) VALUES ('" + HOME + "', 1)");
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        for (int i = 0; i < cellCount; i++) {
            CellNode cell = cell(wrap, idempotencyOff, i);
            vertx.deployVerticle(cell).await();
            cells.add(cell);
        }
    }

    private CellNode cell(UnaryOperator<RegionalDatabase> wrap, boolean idempotencyOff, int seed) {
        NodeContext node = new NodeContext(
                config(idempotencyOff),
                new SimpleMeterRegistry(),
                System::nanoTime,
                InstantSource.system(),
                new Random(seed));
        return new CellNode(
                node,
                (own, use) -> wrap.apply(Databases.open(
                        own, node.config().database(), use, HOME, node.nanoClock(), node.random(), node.meters())),
                own -> routes,
                SOCKETS,
                BODIES);
    }

    private NodeConfig config(boolean idempotencyOff) {
        Endpoint primary = Endpoint.local(databasePort);
        DatabaseConfig rings = new DatabaseConfig(
                "postgres",
                database,
                "postgres",
                "postgres",
                List.of(new RingConfig(HOME.name(), primary, HOME.name(), primary)));
        return new NodeConfig(
                "cell",
                CELL.toString(),
                HOME.name(),
                Endpoint.local(0),
                Endpoint.local(0),
                "",
                rings,
                Endpoint.local(0),
                "",
                KEYS.publicKeyPem(),
                Map.of(),
                List.of(HOME.name()),
                1,
                3,
                List.of(),
                idempotencyOff ? Set.of(Weakness.IDEMPOTENCY) : Set.of(),
                sizes(),
                EdgeRouting.NONE,
                "a secret of the mesh");
    }

    private CellSizes sizes() {
        RingConnections ring = new RingConnections(quorumConnections, 2, 4);
        DatabaseSizes database =
                new DatabaseSizes(ring, ring, waitQueueMax, DatabaseSizes.WAIT_MILLIS_MAX, 5_000, LOCK_TIMEOUT_MILLIS);
        return new CellSizes(
                2_000, AdmissionSizes.DEFAULT, new ServiceSizes(1_000, 0, 1, database), CellSizes.DEFAULT.upkeep());
    }

    synchronized String token(TenantId tenant) {
        return tokens.computeIfAbsent(tenant, whose -> mint(KEYS, whose, Duration.ofMinutes(10)));
    }

    String mint(SigningKeys keys, TenantId tenant, Duration validFor) {
        return new TokenMint(vertx, keys.privateKeyPem()).mint("ann", tenant.value(), Set.of(), validFor);
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    static String accounts() {
        return "/v1/tenants/" + TENANT + "/accounts";
    }

    static String transfers() {
        return "/v1/tenants/" + TENANT + "/transfers";
    }

    URI uri(int cell, String path) {
        return URI.create("http://127.0.0.1:" + cells.get(cell).port() + path);
    }

    /** A request of the tenant; add or overwrite headers as needed. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(0, path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token(TENANT));
    }

    HttpRequest.Builder post(String path, JsonObject body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> write(String path, JsonObject body) throws IOException, InterruptedException {
        return send(post(path, body).header("Idempotency-Key", newKey()));
    }

    String openAccount(String currency, long balance) throws IOException, InterruptedException {
        HttpResponse<String> opened =
                write(accounts(), new JsonObject().put("currency", currency).put("openingBalance", balance));
        if (opened.statusCode() != 201) {
            throw new AssertionError(opened.statusCode() + " " + opened.body());
        }
        return new JsonObject(opened.body()).getJsonObject("data").getString("id");
    }

    static JsonObject transfer(String from, String to, long amount) {
        return new JsonObject()
                .put("from", from)
                .put("to", to)
                .put("amount", amount)
                .put("currency", "EUR");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = tables.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = tables.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
        http.close();
    }
}
