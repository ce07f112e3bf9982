package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.http.SocketLimits;
import dev.cellmesh.runtime.identity.SigningKeys;
import dev.cellmesh.runtime.identity.TokenMint;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import dev.cellmesh.testkit.http.RawClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real edge between raw sockets and fake cells, with a fake control plane. */
abstract class EdgeFixture {
    static final Region US = new Region("us-east1");
    static final Region EU = new Region("europe-west1");
    static final TenantId ACME = new TenantId("acme");
    static final String ACCOUNTS = "/v1/tenants/acme/accounts";
    private static final SigningKeys KEYS = SigningKeys.generate();

    /** Short, so that tests of limits end soon; long enough not to be met by accident. */
    static final EdgeLimits LIMITS = limits(600);

    static EdgeLimits limits(int lookMillisMax) {
        return new EdgeLimits(
                1 << 20,
                64 << 10,
                1_000,
                20_000,
                5_000,
                1_000,
                lookMillisMax,
                16,
                32,
                new SocketLimits(20, 4_096, 16_384, 1_500, 3_000, 30_000, 1_000));
    }

    @TempDir
    Path stateFolder;

    SimpleMeterRegistry meters;
    final List<HttpServerRequest> openQuestions = new CopyOnWriteArrayList<>();
    final Map<CellId, FakeCell> cells = new TreeMap<>();
    /** Runs the cells, the control plane and the tokens. */
    Vertx others;

    Vertx vertx;
    EdgeNode edge;
    HttpServer controlPlane;
    volatile RouteSnapshot routes;
    /** To be set before the edge is started, as the weaknesses are. */
    EdgeRouting routing = EdgeRouting.NONE;

    Set<Weakness> weaknesses = Set.of();

    private final AtomicLong laterNanos = new AtomicLong();

    private String edgeDeployment;

    @BeforeEach
    void startOthers() {
        others = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        for (CellId id : List.of(new CellId(US, 1), new CellId(US, 2), new CellId(US, 3), new CellId(EU, 1))) {
            cells.put(id, new FakeCell(others, id));
        }
        routes = routes(1, TenantStatus.ACTIVE, 1, 2);
        controlPlane = others.createHttpServer()
                .requestHandler(this::answerQuestion)
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void stopAll() {
        if (vertx != null) {
            vertx.close().await();
        }
        others.close().await();
    }

    void startEdge(EdgeLimits limits) {
        meters = new SimpleMeterRegistry();
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Map<String, Endpoint> endpoints = new HashMap<>();
        cells.forEach((id, cell) -> endpoints.put(id.toString(), Endpoint.local(cell.port())));
        NodeConfig config = new NodeConfig(
                "edge",
                "us-east1-edge",
                US.name(),
                Endpoint.local(0),
                Endpoint.local(0),
                stateFolder.toString(),
                null,
                Endpoint.local(controlPlane.actualPort()),
                "node-token",
                KEYS.publicKeyPem(),
                endpoints,
                List.of(US.name(), EU.name()),
                2,
                3,
                List.of(),
                weaknesses,
                CellSizes.DEFAULT,
                routing,
                "");
        edge = new EdgeNode(new NodeContext(config, meters, this::nanoTime, Clock.systemUTC(), new Random(7)), limits);
        edgeDeployment = vertx.deployVerticle(edge).await();
    }

    private long nanoTime() {
        return System.nanoTime() + laterNanos.get();
    }

    /** For whoever measures time, though not for timers. */
    void pass(Duration time) {
        laterNanos.addAndGet(time.toNanos());
    }

    void startEdge() {
        startEdge(LIMITS);
        awaitReady();
    }

    void stopEdge() {
        vertx.undeploy(edgeDeployment).await();
        vertx.close().await();
        vertx = null;
    }

    void awaitReady() {
        await(() -> edge.isReady().await());
    }

    /** Routes of acme, whose cells in us-east1 have these numbers. */
    static RouteSnapshot routes(long epoch, TenantStatus status, Integer... numbers) {
        List<CellId> members =
                Arrays.stream(numbers).map(number -> new CellId(US, number)).toList();
        return new RouteSnapshot(
                epoch,
                Map.of(RingId.of(US), 1L),
                Map.of(ACME, new TenantRoute(ACME, US, status, Map.of(US, members, EU, List.of(new CellId(EU, 1))))));
    }

    void publish(RouteSnapshot snapshot) {
        routes = snapshot;
        others.runOnContext(go -> {
            openQuestions.forEach(question -> question.response().end(RouteSnapshotJson.encode(snapshot)));
            openQuestions.clear();
        });
    }

    private void answerQuestion(HttpServerRequest question) {
        if (question.method().equals(HttpMethod.PUT)) {
            question.response().setStatusCode(204).end();
            return;
        }
        if (routes.epoch() > Long.parseLong(question.getParam("after"))) {
            question.response().end(RouteSnapshotJson.encode(routes));
        } else if (question.getParam("wait").equals("0")) {
            question.response().setStatusCode(204).end();
        } else {
            openQuestions.add(question);
            question.response().closeHandler(gone -> openQuestions.remove(question));
        }
    }

    FakeCell cell(int number) {
        return cells.get(new CellId(US, number));
    }

    /** What came to any cell, whole. */
    Stream<FakeCell.Seen> seenAtCells() {
        return cells.values().stream().flatMap(cell -> cell.seen.stream());
    }

    int requestsAtCells() {
        return cells.values().stream().mapToInt(FakeCell::requests).sum();
    }

    String token(String tenant) {
        return "Bearer "
                + new TokenMint(others, KEYS.privateKeyPem()).mint("ann", tenant, Set.of(), Duration.ofMinutes(5));
    }

    /** The head of a request of acme, without the empty line at its end. */
    String head(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: edge.example\r\n");
        head.append("Authorization: ").append(token("acme")).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    String get(String... headers) {
        return head("GET", ACCOUNTS, headers) + "\r\n";
    }

    String post(String body, String... headers) {
        return head("POST", ACCOUNTS, headers)
                + "Idempotency-Key: k1\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    RawClient client() {
        return new RawClient(edge.port());
    }

    /** One request on a connection of its own. */
    RawClient.Answer ask(String request) {
        try (RawClient client = client()) {
            return client.send(request).answer();
        }
    }

    double retries(String cause) {
        var counter = meters.find("cellmesh.edge.retries").tag("cause", cause).counter();
        return counter == null ? 0 : counter.count();
    }

    double inFlight() {
        return meters.get("cellmesh.edge.requests.in.flight").gauge().value();
    }

    static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(limit);
            Thread.onSpinWait();
        }
    }
}
