package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshStatus.NodeStatus;
import dev.cellmesh.local.prove.Tally;
import dev.cellmesh.local.prove.TenantApi;
import dev.cellmesh.local.prove.TenantApi.Settled;
import dev.cellmesh.local.prove.Violation;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The mesh that a check stands on, as its operators and its tenants meet it. Blocks. */
final class Ground implements AutoCloseable {
    static final String HOME = "us-east1";

    private static final Duration TOKEN_VALID = Duration.ofHours(2);
    private static final Duration ROUTES_LIMIT = Duration.ofSeconds(30);
    private static final int ASK_AGAIN_MILLIS = 50;

    final MeshClient mesh;
    final Meters meters = new Meters();
    private final Mesh own;
    private final TenantApi api = new TenantApi(new Tally());
    private final String admin;
    private final Map<String, NodeStatus> edges;
    private final List<NodeStatus> cells;
    private final String controlPlane;

    Ground(Mesh own) {
        this.own = own;
        this.mesh = new MeshClient(own.options().portBase());
        this.admin = own.mintToken("proof", null, Set.of(Caller.ADMIN), TOKEN_VALID);
        var status = own.status();
        this.edges = status.edges().stream().collect(Collectors.toMap(NodeStatus::region, edge -> edge));
        this.cells = status.cells();
        this.controlPlane = status.controlPlane().url();
    }

    /** A client of a tenant. */
    record Tenant(String name, String token) {
        String path(String below) {
            return "/v1/tenants/" + name + below;
        }
    }

    URI edge(String region) {
        return URI.create(edges.get(region).url());
    }

    String edgeOps(String region) {
        return edges.get(region).opsUrl();
    }

    List<String> cells(String region) {
        return cells.stream()
                .filter(cell -> cell.region().equals(region))
                .map(NodeStatus::id)
                .toList();
    }

    /** Without an edge between. */
    URI cell(String id) {
        return URI.create(node(id).url());
    }

    String cellOps(String id) {
        return node(id).opsUrl();
    }

    private NodeStatus node(String cell) {
        return cells.stream().filter(node -> node.id().equals(cell)).findFirst().orElseThrow();
    }

    Tenant tenant(String name, String home, TenantPlan plan) {
        Settled created = api.post(
                controlPlane + "/v1/admin/tenants",
                admin,
                "create-" + name,
                new JsonObject()
                        .put("id", name)
                        .put("homeRegion", home)
                        .put(
                                "plan",
                                new JsonObject()
                                        .put("name", plan.name())
                                        .put("requestsPerSecond", plan.requestsPerSecond())
                                        .put("burst", plan.burst())));
        if (created.status() != 201) {
            throw new Violation("tenant " + name + " was not created: " + created.bytes());
        }
        return new Tenant(name, own.mintToken(name, name, Set.of(), TOKEN_VALID));
    }

    /** Returns when each edge and cell knows all tenants that were made. */
    void awaitRoutes() throws InterruptedException {
        long epoch = mesh.admin("/v1/routes?after=0&wait=0", admin).getLong("epoch");
        for (NodeStatus node :
                Stream.concat(edges.values().stream(), cells.stream()).toList()) {
            await(
                    node.id() + " hears of all tenants",
                    () -> meters.sum(node.opsUrl(), "cellmesh_route_epoch") >= epoch);
        }
    }

    /** @throws IllegalStateException when it does not come to be in time */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long giveUpAtNanos = System.nanoTime() + ROUTES_LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpAtNanos) {
                throw new IllegalStateException("not within " + ROUTES_LIMIT.toSeconds() + " s: " + what);
            }
            Thread.sleep(ASK_AGAIN_MILLIS);
        }
    }

    /** A write that is asked until it is settled. */
    JsonObject post(Tenant tenant, String below, String key, JsonObject body) {
        Settled made = api.post(edge(HOME) + tenant.path(below), tenant.token(), key, body);
        if (made.status() / 100 != 2) {
            throw new Violation("POST " + below + " of " + tenant.name() + ": " + made.bytes());
        }
        return made.data();
    }

    /** What one read is answered with; 0 when it is not. */
    int status(URI origin, Tenant tenant, String below) {
        return api.once(TenantApi.request(origin + tenant.path(below), tenant.token())
                        .GET()
                        .build())
                .map(Settled::status)
                .orElse(0);
    }

    JsonObject admin(String pathAndQuery) {
        return mesh.admin(pathAndQuery, admin);
    }

    @Override
    public void close() {
        own.close();
    }
}
