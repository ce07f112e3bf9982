package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.runtime.route.ControlPlaneRouteTable;
import dev.cellmesh.runtime.route.RouteTable;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Do plans and wishes come with a tenant, change while it lives, and reach the nodes? */
class PlansIT extends ControlPlaneUnderTest {
    private static final String GOLD = "{\"name\":\"gold\",\"requestsPerSecond\":50,\"burst\":70}";

    private HttpResponse<String> plan(String key, String tenant, String body, String... headers) throws Exception {
        var request = plane.request(TENANTS + "/" + tenant + "/plan", plane.token("ada", Set.of("admin")))
                .PUT(BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return plane.send(request.build());
    }

    private TenantPlan told(String tenant) throws Exception {
        return routes(0).routeOf(new TenantId(tenant)).orElseThrow().plan();
    }

    @Test
    void aPlanChangesByVersionOncePerKey() throws Exception {
        plane.create("k1", "acme", "us-east1");
        assertThat(told("acme")).isEqualTo(TenantPlan.STANDARD);
        Answers.assertProblem(plan("k2", "acme", GOLD), 428, "precondition-required");
        Answers.assertProblem(plan("k3", "acme", GOLD, "If-Match", "\"7\""), 412, "version-conflict");
        Answers.assertProblem(plan("k4", "nobody", GOLD, "If-Match", "\"1\""), 404, "unknown-entity");

        HttpResponse<String> changed = plan("k5", "acme", GOLD, "If-Match", "\"1\"");

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(new JsonObject(changed.body()).getJsonObject("data").getJsonObject("plan"))
                .isEqualTo(new JsonObject(GOLD));
        assertThat(told("acme")).isEqualTo(new TenantPlan("gold", 50, 70));
        HttpResponse<String> again = plan("k5", "acme", GOLD, "If-Match", "\"1\"");
        assertThat(again.body()).isEqualTo(changed.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(plan("k6", "acme", GOLD, "If-Match", "\"2\"").body()).isEqualTo(changed.body());
        assertThat(plane.get(TENANTS + "/acme").body()).isEqualTo(changed.body());
        assertThat(audit().getFirst().getString("action")).isEqualTo("tenant.plan");
        assertThat(audit()).hasSize(3);
    }

    @Test
    void aRunningNodeFollows() throws Exception {
        plane.create("k1", "acme", "us-east1");
        Vertx vertx = Vertx.vertx();
        try {
            CompletableFuture<RouteTable> started = new CompletableFuture<>();
            vertx.runOnContext(go -> started.complete(
                    ControlPlaneRouteTable.start(vertx, plane.follower("us-east1-c01", stateFolder.resolve("node")))));
            RouteTable node = started.get(20, TimeUnit.SECONDS);
            awaitPlan(node, TenantPlan.STANDARD);
            plan("k2", "acme", GOLD, "If-Match", "\"1\"");
            awaitPlan(node, new TenantPlan("gold", 50, 70));
        } finally {
            vertx.close().await();
        }
    }

    private static void awaitPlan(RouteTable node, TenantPlan plan) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (node.current()
                .routeOf(new TenantId("acme"))
                .filter(route -> route.plan().equals(plan))
                .isEmpty()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(limit);
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsNoPlanIsRefused() throws Exception {
        plane.create("k1", "acme", "us-east1");
        for (String body : List.of(
                "{}",
                "{\"name\":\"gold\",\"requestsPerSecond\":50}",
                "{\"name\":\"gold\",\"requestsPerSecond\":0,\"burst\":70}",
                "{\"name\":\"gold\",\"requestsPerSecond\":1.5,\"burst\":70}",
                "{\"name\":\"gold\",\"requestsPerSecond\":50,\"burst\":10000001}",
                "{\"name\":\"Gold\",\"requestsPerSecond\":50,\"burst\":70}",
                "{\"name\":\"gold\\n\",\"requestsPerSecond\":50,\"burst\":70}",
                "{\"name\":\"gold\",\"requestsPerSecond\":50,\"burst\":70,\"free\":true}")) {
            Answers.assertProblem(
                    plan("k" + body.hashCode(), "acme", body, "If-Match", "\"1\""), 400, "malformed-request");
        }
        assertThat(routes(0).epoch()).isEqualTo(2);
    }

    @Test
    void aTenantComesWithAPlanAndWishes() throws Exception {
        JsonObject wished = new JsonObject()
                .put("id", "acme")
                .put("homeRegion", "us-east1")
                .put("pinned", new JsonArray().add("us-east1-c01").add("us-east1-c03"))
                .put("plan", new JsonObject(GOLD));
        HttpResponse<String> created = plane.post(TENANTS, "k1", wished.encode());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        JsonObject data = new JsonObject(created.body()).getJsonObject("data");
        assertThat(data.getJsonObject("cells").getJsonArray("us-east1")).isEqualTo(wished.getJsonArray("pinned"));
        assertThat(data.getJsonArray("pinned")).isEqualTo(wished.getJsonArray("pinned"));
        assertThat(told("acme")).isEqualTo(new TenantPlan("gold", 50, 70));

        HttpResponse<String> alone = plane.post(
                TENANTS,
                "k2",
                "{\"id\":\"alone\",\"homeRegion\":\"us-east1\",\"dedicated\":true,\"cellsPerRegion\":1}");
        assertThat(alone.statusCode()).as(alone.body()).isEqualTo(201);
        // Who is started next decides by what is stored: nobody gets the dedicated cell.
        try (RunningControlPlane other = RunningControlPlane.start(ring.config(), stateFolder.resolve("2"))) {
            String cell = new JsonObject(alone.body())
                    .getJsonObject("data")
                    .getJsonObject("cells")
                    .getJsonArray("us-east1")
                    .getString(0);
            Answers.assertProblem(
                    other.post(
                            TENANTS,
                            "k3",
                            wished.copy()
                                    .put("id", "late")
                                    .put("pinned", new JsonArray().add(cell))
                                    .encode()),
                    422,
                    "cell-closed");
            JsonObject third =
                    new JsonObject(other.create("k4", "globex", "us-east1").body()).getJsonObject("data");
            assertThat(third.getJsonObject("cells").getJsonArray("us-east1")).doesNotContain(cell);
        }
    }

    @Test
    void wishesThatContradictThemselvesAreRefused() throws Exception {
        for (String wish : List.of(
                "\"pinned\":[\"us-east1-c01\"],\"dedicated\":true",
                "\"pinned\":[\"us-east1-c01\"],\"cellsPerRegion\":2",
                "\"pinned\":[]",
                "\"pinned\":[\"us-east1-c01\",\"us-east1-c01\"]",
                "\"pinned\":[\"" + "a".repeat(33) + "-c01\"]",
                "\"pinned\":\"us-east1-c01\"",
                "\"cellsPerRegion\":0",
                "\"dedicated\":1")) {
            Answers.assertProblem(
                    plane.post(
                            TENANTS,
                            "k" + wish.hashCode(),
                            "{\"id\":\"acme\",\"homeRegion\":\"us-east1\"," + wish + "}"),
                    400,
                    "malformed-request");
        }
        Answers.assertProblem(
                plane.post(
                        TENANTS,
                        "k1",
                        "{\"id\":\"acme\",\"homeRegion\":\"us-east1\",\"pinned\":[\"mars-north1-c01\"]}"),
                422,
                "unknown-cell");
    }

    @Test
    void manyTenantsComeAtOnceOrNoneOfThem() throws Exception {
        JsonArray tenants = new JsonArray();
        for (int i = 0; i < 200; i++) {
            tenants.add(new JsonObject().put("id", "tenant-" + i).put("homeRegion", "us-east1"));
        }
        HttpResponse<String> many = batch("k1", tenants);
        assertThat(many.statusCode()).as(many.body()).isEqualTo(200);
        assertThat(new JsonObject(many.body()).getJsonArray("data")).hasSize(200);
        assertThat(batch("k1", tenants).body()).isEqualTo(many.body());
        assertThat(routes(0).tenants()).hasSize(200);
        assertThat(routes(0).epoch()).isEqualTo(2);
        assertThat(audit().getFirst().getString("action")).isEqualTo("tenant.create-many");

        JsonArray oneKnown = new JsonArray()
                .add(new JsonObject().put("id", "new").put("homeRegion", "us-east1"))
                .add(tenants.getJsonObject(7));
        HttpResponse<String> refused = batch("k2", oneKnown);
        Answers.assertProblem(refused, 409, "already-exists");
        assertThat(new JsonObject(refused.body()).getString("tenant")).isEqualTo("tenant-7");
        Answers.assertProblem(plane.get(TENANTS + "/new"), 404, "unknown-entity");
        Answers.assertProblem(
                batch("k3", new JsonArray().add(oneKnown.getJsonObject(0)).add(oneKnown.getJsonObject(0))),
                400,
                "malformed-request");
        Answers.assertProblem(batch("k4", new JsonArray()), 400, "malformed-request");
    }

    private HttpResponse<String> batch(String key, JsonArray tenants) throws Exception {
        return plane.post(
                "/v1/admin/tenant-batches",
                key,
                new JsonObject().put("tenants", tenants).encode());
    }
}
