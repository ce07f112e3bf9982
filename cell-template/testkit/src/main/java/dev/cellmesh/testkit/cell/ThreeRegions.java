package dev.cellmesh.testkit.cell;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.cell.CellNode;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.RegionalDatabase;
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
import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.node.Weakness;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Does a service keep its contract when every region writes? One real cell in each of three regions, in front of databases of
 * their own on two real PostgreSQL servers: one holds the rows of all home rings, the other one the ring of the whole mesh.
 * There is no replication lag here, and so nothing of levels is proven; it is for what services do. Blocks: for tests.
 */
public final class ThreeRegions implements AutoCloseable {
    public static final Region US = new Region("us-east1");
    public static final Region EU = new Region("europe-west1");
    public static final Region ASIA = new Region("asia-southeast1");
    public static final List<Region> ALL = List.of(US, EU, ASIA);
    /** At home in {@link #US}. */
    public static final TenantId TENANT = new TenantId("acme");
    /** At home in {@link #EU}. */
    public static final TenantId OTHER_TENANT = new TenantId("bolt");

    /** Large enough not to matter to what services do. */
    private static final CellSizes SIZES =
            new CellSizes(5_000, AdmissionSizes.DEFAULT, new ServiceSizes(1_000, 0, 1, pools(8, 1_000)), pools(1, 100));

    private static final long KNOWN_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final PostgresDatabases databases = new PostgresDatabases();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(ALL.size()));
    private final SigningKeys keys = SigningKeys.generate();
    private final Map<Region, CellNode> cells = new LinkedHashMap<>();
    private final Map<Region, MeterRegistry> meters = new HashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BelievedRoutes routes = new BelievedRoutes();

    public ThreeRegions() throws Exception {
        this(UnaryOperator.identity());
    }

    /** @param wrap what stands between a cell's services and their databases */
    public ThreeRegions(UnaryOperator<RegionalDatabase> wrap) throws Exception {
        this((region, database) -> wrap.apply(database), region -> InstantSource.system());
    }

    /**
     * @param wrap what stands between a service of a region's cell and its databases
     * @param clocks what each region takes for the time
     */
    public ThreeRegions(
            BiFunction<Region, RegionalDatabase, RegionalDatabase> wrap, Function<Region, InstantSource> clocks)
            throws Exception {
        this(wrap, clocks, SIZES, Set.of());
    }

    /** Whose cells have sizes of their own, or do without some protections. */
    public ThreeRegions(CellSizes sizes, Set<Weakness> weaknesses) throws Exception {
        this((region, database) -> database, region -> InstantSource.system(), sizes, weaknesses);
    }

    private ThreeRegions(
            BiFunction<Region, RegionalDatabase, RegionalDatabase> wrap,
            Function<Region, InstantSource> clocks,
            CellSizes sizes,
            Set<Weakness> weaknesses)
            throws Exception {
        for (Region region : ALL) {
            MeterRegistry counted = new SimpleMeterRegistry();
            meters.put(region, counted);
            NodeContext node = new NodeContext(
                    config(region, sizes, weaknesses),
                    counted,
                    System::nanoTime,
                    clocks.apply(region),
                    new Random(region.hashCode()));
            CellNode cell = new CellNode(
                    node,
                    (own, use) -> {
                        RegionalDatabase real = Databases.open(
                                own,
                                node.config().database(),
                                use,
                                region,
                                node.nanoClock(),
                                node.random(),
                                node.meters());
                        return use.user().equals(CellNode.UPKEEP) ? real : wrap.apply(region, real);
                    },
                    own -> routes);
            vertx.deployVerticle(cell).await();
            cells.put(region, cell);
        }
    }

    private NodeConfig config(Region region, CellSizes sizes, Set<Weakness> weaknesses) {
        Endpoint home = databases.homes();
        Endpoint mesh = databases.global();
        List<RingConfig> rings = new java.util.ArrayList<>(ALL.stream()
                .map(ring -> new RingConfig(ring.name(), home, ring.name(), home))
                .toList());
        rings.add(new RingConfig(RingId.GLOBAL.name(), mesh, US.name(), mesh));
        return new NodeConfig(
                "cell",
                new CellId(region, 1).toString(),
                region.name(),
                Endpoint.local(0),
                Endpoint.local(0),
                "",
                new DatabaseConfig(
                        Databases.POSTGRES,
                        databases.name(),
                        PostgresDatabases.SUPERUSER,
                        PostgresDatabases.SUPERUSER,
                        rings),
                Endpoint.local(0),
                "",
                keys.publicKeyPem(),
                Map.of(),
                ALL.stream().map(Region::name).toList(),
                1,
                3,
                List.of(),
                weaknesses,
                sizes,
                EdgeRouting.NONE,
                "a secret of the mesh");
    }

    /** With the same number of connections for each use of each ring. */
    public static DatabaseSizes pools(int connections, int waitersMax) {
        return DatabaseSizes.even(connections, waitersMax, 5_000, 2_000);
    }

    /** What the cell of a region counts. */
    public MeterRegistry meters(Region region) {
        return meters.get(region);
    }

    /** The epoch that the cells believe in from now on, for all home rings; the databases are not told. */
    public void believeIn(long writerEpoch) {
        routes.believeIn(writerEpoch);
    }

    public URI uri(Region region, String path) {
        return URI.create("http://127.0.0.1:" + cells.get(region).port() + path);
    }

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** Of {@link #TENANT}, below its path; add or overwrite headers as needed. */
    public HttpRequest.Builder request(Region region, String path) {
        return request(TENANT, region, path);
    }

    public HttpRequest.Builder request(TenantId tenant, Region region, String path) {
        String token = new TokenMint(vertx, keys.privateKeyPem())
                .mint("ann", tenant.value(), Set.of(), Duration.ofMinutes(10));
        return HttpRequest.newBuilder(uri(region, "/v1/tenants/" + tenant + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * As a client does that is told to come again: sends the same, with the same key, until the answer says what became of it.
     * A crowd on a busy machine may be told so often.
     */
    public HttpResponse<String> sendUntilKnown(HttpRequest.Builder request) throws IOException, InterruptedException {
        long begunNanos = System.nanoTime();
        HttpResponse<String> response = send(request);
        while (response.headers().firstValue("Retry-After").isPresent()
                && System.nanoTime() - begunNanos < KNOWN_WITHIN_NANOS) {
            response = send(request);
        }
        return response;
    }

    public HttpResponse<String> get(Region region, String path) throws IOException, InterruptedException {
        return send(request(region, path));
    }

    /** With a new key. */
    public HttpResponse<String> write(String method, Region region, String path, JsonObject body)
            throws IOException, InterruptedException {
        return write(method, region, path, body, newKey(), Optional.empty());
    }

    public HttpResponse<String> write(
            String method, Region region, String path, JsonObject body, String key, Optional<String> ifMatch)
            throws IOException, InterruptedException {
        return send(writing(method, region, path, body, key, ifMatch));
    }

    /** As {@link #sendUntilKnown}, with a new key. */
    public HttpResponse<String> writeUntilKnown(
            String method, Region region, String path, JsonObject body, Optional<String> ifMatch)
            throws IOException, InterruptedException {
        return sendUntilKnown(writing(method, region, path, body, newKey(), ifMatch));
    }

    private HttpRequest.Builder writing(
            String method, Region region, String path, JsonObject body, String key, Optional<String> ifMatch) {
        HttpRequest.Builder request = request(region, path)
                .header("Idempotency-Key", '"' + key + '"')
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.encode()));
        ifMatch.ifPresent(tag -> request.header("If-Match", tag));
        return request;
    }

    public static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    /** Nobody else gets at a table of the home rings meanwhile, to read it or to write it. */
    public void whileLocked(String table, Callable<?> meanwhile) throws Exception {
        databases.whileLocked(table, meanwhile);
    }

    /** On the server of all home rings. */
    public void execute(String sql) throws SQLException {
        databases.execute(sql);
    }

    public long number(String sql) throws SQLException {
        return databases.number(sql);
    }

    /** On the server of the ring of the whole mesh. */
    public long globalNumber(String sql) throws SQLException {
        return databases.globalNumber(sql);
    }

    @Override
    public void close() throws SQLException {
        vertx.close().await();
        http.close();
        databases.close();
    }
}
