package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.identity.SigningKeys;
import dev.cellmesh.runtime.identity.TokenMint;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A control plane of its own event loop on a port of its own, and a client that speaks to it. */
final class RunningControlPlane implements AutoCloseable {
    static final List<String> REGIONS = List.of("us-east1", "europe-west1");
    private static final SigningKeys KEYS = SigningKeys.generate();
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ControlPlaneNode node;
    private final TokenMint mint;
    private final String admin;

    private RunningControlPlane(DatabaseConfig database, Path stateFolder, int cellsPerRegion) throws Exception {
        NodeConfig config = config(database, stateFolder, cellsPerRegion);
        NodeContext context = new NodeContext(
                config, new SimpleMeterRegistry(), System::nanoTime, InstantSource.system(), new SplittableRandom(1));
        this.node = new ControlPlaneNode(
                context,
                on -> Databases.open(
                        on,
                        database,
                        GlobalRing.USE,
                        new Region("us-east1"),
                        context.nanoClock(),
                        context.random(),
                        context.meters()));
        this.mint = new TokenMint(vertx, KEYS.privateKeyPem());
        this.admin = token("ada", Set.of("admin"));
        vertx.deployVerticle(node).toCompletionStage().toCompletableFuture().get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    static RunningControlPlane start(DatabaseConfig database, Path stateFolder) throws Exception {
        return start(database, stateFolder, 4);
    }

    static RunningControlPlane start(DatabaseConfig database, Path stateFolder, int cellsPerRegion) throws Exception {
        return new RunningControlPlane(database, stateFolder, cellsPerRegion);
    }

    private static NodeConfig config(DatabaseConfig database, Path stateFolder, int cellsPerRegion) {
        Map<String, Endpoint> cells = new HashMap<>();
        for (String region : REGIONS) {
            for (int number = 1; number <= cellsPerRegion; number++) {
                cells.put(region + "-c0" + number, Endpoint.local(1));
            }
        }
        return new NodeConfig(
                "control-plane",
                "control-plane",
                "us-east1",
                Endpoint.local(0),
                Endpoint.local(0),
                stateFolder.toString(),
                database,
                Endpoint.local(0),
                "",
                KEYS.publicKeyPem(),
                cells,
                REGIONS,
                2,
                3,
                List.of(),
                Set.of(),
                CellSizes.DEFAULT,
                EdgeRouting.NONE,
                "secret");
    }

    /** What a node gets that follows this control plane's routes. */
    NodeContext follower(String id, Path folder) {
        NodeConfig config = new NodeConfig(
                "cell",
                id,
                "us-east1",
                Endpoint.local(0),
                Endpoint.local(0),
                folder.toString(),
                null,
                Endpoint.local(node.port()),
                token(id, Set.of("node")),
                KEYS.publicKeyPem(),
                Map.of(),
                REGIONS,
                2,
                3,
                List.of(),
                Set.of(),
                CellSizes.DEFAULT,
                EdgeRouting.NONE,
                "secret");
        return new NodeContext(
                config, new SimpleMeterRegistry(), System::nanoTime, InstantSource.system(), new SplittableRandom(2));
    }

    ControlPlaneNode node() {
        return node;
    }

    boolean isReady() throws Exception {
        return node.isReady().toCompletionStage().toCompletableFuture().get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    void drain() throws Exception {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        vertx.runOnContext(go -> node.drain().onComplete(done -> drained.complete(null)));
        drained.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    String token(String subject, Set<String> roles) {
        return mint.mint(subject, null, roles, Duration.ofMinutes(10));
    }

    HttpResponse<String> create(String key, String id, String home) throws Exception {
        return post(
                "/v1/admin/tenants",
                key,
                new JsonObject().put("id", id).put("homeRegion", home).encode());
    }

    HttpResponse<String> post(String path, String key, String body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path, admin).POST(BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path, admin).build());
    }

    CompletableFuture<HttpResponse<String>> getLater(String path) {
        return http.sendAsync(request(path, admin).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> getAs(String token, String path) throws Exception {
        return send(request(path, token).build());
    }

    /** @param token null for none */
    HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .timeout(BOUND);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS)
                .join();
        http.close();
    }
}
