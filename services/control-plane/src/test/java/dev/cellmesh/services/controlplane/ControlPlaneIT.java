package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.node.NodeFactory;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneIT {
    private static final String TENANTS = "/v1/admin/tenants";
    private static GlobalRing ring;

    @TempDir
    Path stateFolder;

    private RunningControlPlane plane;

    @BeforeAll
    static void startRing() throws Exception {
        ring = GlobalRing.start();
    }

    @AfterAll
    static void stopRing() throws Exception {
        ring.close();
    }

    @BeforeEach
    void start() throws Exception {
        ring.reset();
        plane = RunningControlPlane.start(ring.config(), stateFolder);
    }

    @AfterEach
    void stop() throws Exception {
        plane.close();
    }

    @Test
    void registersItsMembershipOnce() throws Exception {
        assertThat(plane.isReady()).isTrue();
        RouteSnapshot first = routes(0);
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(first.writerEpochs())
                .containsOnlyKeys(
                        RingId.of(new Region("us-east1")), RingId.of(new Region("europe-west1")), RingId.GLOBAL)
                .containsValue(1L);
        try (RunningControlPlane second = RunningControlPlane.start(ring.config(), stateFolder.resolve("second"))) {
            assertThat(second.isReady()).isTrue();
        }
        assertThat(routes(0).epoch()).isEqualTo(1);
    }

    @Test
    void addsCellsThatAreNewAndLeavesPlacementsAlone() throws Exception {
        plane.create("k1", "acme", "us-east1");
        Set<CellId> before = cells(routes(0), "acme");
        try (RunningControlPlane larger = RunningControlPlane.start(ring.config(), stateFolder.resolve("2"), 6)) {
            RouteSnapshot after = snapshot(larger.get("/v1/routes?after=0"));
            assertThat(after.epoch()).isEqualTo(3);
            assertThat(cells(after, "acme")).isEqualTo(before);
        }
        assertThat(audit().getFirst().getString("action")).isEqualTo("membership.register");
    }

    @Test
    void createsATenantAndTellsTheNodes() throws Exception {
        HttpResponse<String> created = plane.create("k1", "acme", "europe-west1");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).hasValue(TENANTS + "/acme");
        assertThat(created.headers().firstValue("ETag")).hasValue("\"1\"");
        JsonObject data = new JsonObject(created.body()).getJsonObject("data");
        assertThat(data.getString("homeRegion")).isEqualTo("europe-west1");
        assertThat(data.getString("status")).isEqualTo("active");
        assertThat(data.getJsonObject("cells").fieldNames())
                .containsExactlyInAnyOrderElementsOf(RunningControlPlane.REGIONS);
        HttpResponse<String> read = plane.get(TENANTS + "/acme");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(created.body());
        assertThat(read.headers().firstValue("X-Consistency-Level")).hasValue("strong");
        RouteSnapshot routes = routes(1);
        assertThat(routes.epoch()).isEqualTo(data.getLong("routeEpoch")).isEqualTo(2);
        assertThat(routes.routeOf(new TenantId("acme")).orElseThrow().home()).isEqualTo(new Region("europe-west1"));
    }

    @Test
    void repeatsTheFirstAnswerByteForByte() throws Exception {
        HttpResponse<String> first = plane.create("k1", "acme", "us-east1");
        plane.create("k2", "globex", "us-east1");
        HttpResponse<String> again = plane.create("k1", "acme", "us-east1");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        for (String header : List.of("Location", "ETag", "Last-Modified", "Content-Type")) {
            assertThat(again.headers().firstValue(header))
                    .isPresent()
                    .isEqualTo(first.headers().firstValue(header));
        }
        assertThat(routes(0).epoch()).isEqualTo(3);
    }

    @Test
    void repeatsARefusalEvenWhenItWouldSucceedNow() throws Exception {
        HttpResponse<String> refused = suspend("k1", "acme");
        assertThat(refused.statusCode()).isEqualTo(404);
        plane.create("k2", "acme", "us-east1");
        HttpResponse<String> again = suspend("k1", "acme");
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).isEqualTo(refused.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    }

    @Test
    void refusesAKeyForAnotherRequestAndAnIdTwice() throws Exception {
        plane.create("k1", "acme", "us-east1");
        assertProblem(plane.create("k1", "globex", "us-east1"), 422, "idempotency-key-reused");
        assertProblem(plane.create("k2", "acme", "us-east1"), 409, "already-exists");
        assertProblem(plane.create("k3", "globex", "mars-north1"), 422, "unknown-region");
        assertProblem(plane.create(null, "globex", "us-east1"), 400, "idempotency-key-missing");
    }

    @Test
    void keysAreEachAdministratorsOwn() throws Exception {
        plane.create("k1", "acme", "us-east1");
        HttpResponse<String> other = plane.send(plane.request(TENANTS, plane.token("bob", Set.of("admin")))
                .POST(BodyPublishers.ofString("{\"id\":\"globex\",\"homeRegion\":\"us-east1\"}"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k1")
                .build());
        assertThat(other.statusCode()).isEqualTo(201);
    }

    @Test
    void suspendsAndResumesByVersion() throws Exception {
        plane.create("k1", "acme", "us-east1");
        HttpResponse<String> suspended = suspend("k2", "acme");
        assertThat(suspended.statusCode()).isEqualTo(200);
        assertThat(suspended.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(routes(0).routeOf(new TenantId("acme")).orElseThrow().status())
                .isEqualTo(TenantStatus.SUSPENDED);
        assertThat(suspend("k3", "acme").body()).isEqualTo(suspended.body());
        assertThat(routes(0).epoch()).isEqualTo(3);

        assertProblem(resume("k4", "acme"), 428, "precondition-required");
        assertProblem(resume("k5", "acme", "If-Match", "\"1\""), 412, "version-conflict");
        assertProblem(resume("k6", "acme", "If-Match", "W/\"2\""), 412, "version-conflict");
        assertProblem(suspend("k7", "acme", "If-Match", "\"1\""), 412, "version-conflict");
        assertProblem(suspend("k8", "acme", "If-Match", "nonsense"), 400, "malformed-request");
        // The 428 above was not kept: the same key goes on.
        HttpResponse<String> resumed = resume("k4", "acme", "If-Match", "\"2\"");
        assertThat(resumed.statusCode()).isEqualTo(200);
        assertThat(resumed.headers().firstValue("ETag")).hasValue("\"3\"");
        // Its replay comes before the precondition is asked, with or without the header.
        assertThat(resume("k4", "acme", "If-Match", "\"2\"").body()).isEqualTo(resumed.body());
        assertThat(resume("k4", "acme").body()).isEqualTo(resumed.body());
        assertThat(plane.get(TENANTS + "/acme").body()).isEqualTo(resumed.body());
    }

    @Test
    void listsInPagesAndFilters() throws Exception {
        List<String> all = IntStream.range(0, 7).mapToObj(i -> "tenant-" + i).toList();
        for (String id : all) {
            plane.create("create-" + id, id, id.endsWith("3") ? "europe-west1" : "us-east1");
        }
        suspend("s", "tenant-5");
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonObject page =
                    new JsonObject(plane.get(TENANTS + "?limit=3" + next).body());
            List<String> ids = ids(page);
            assertThat(ids).hasSizeBetween(1, 3);
            seen.addAll(ids);
            next = page.containsKey("next") ? "&after=" + page.getString("next") : "";
        } while (!next.isEmpty());
        assertThat(seen).isEqualTo(all);
        assertThat(ids(new JsonObject(plane.get(TENANTS + "?status=suspended").body())))
                .containsExactly("tenant-5");
        assertThat(ids(new JsonObject(plane.get(TENANTS + "?home=europe-west1").body())))
                .containsExactly("tenant-3");
    }

    @Test
    void longPollWakesOnAChangeHereAndElsewhere() throws Exception {
        try (RunningControlPlane other = RunningControlPlane.start(ring.config(), stateFolder.resolve("2"))) {
            CompletableFuture<HttpResponse<String>> here = plane.getLater("/v1/routes?after=1&wait=25");
            CompletableFuture<HttpResponse<String>> elsewhere = other.getLater("/v1/routes?after=1&wait=25");
            plane.create("k1", "acme", "us-east1");
            for (CompletableFuture<HttpResponse<String>> answer : List.of(here, elsewhere)) {
                HttpResponse<String> response = answer.get(20, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(snapshot(response).routeOf(new TenantId("acme"))).isPresent();
            }
        }
        HttpResponse<String> nothing = plane.get("/v1/routes?after=2&wait=1");
        assertThat(nothing.statusCode()).isEqualTo(204);
        assertThat(nothing.body()).isEmpty();
    }

    /** Both decide on what they last saw, so nearly every change finds the other one's first. */
    @Test
    void twoControlPlanesChangeTheMeshInOneOrder() throws Exception {
        int each = 12;
        try (RunningControlPlane other = RunningControlPlane.start(ring.config(), stateFolder.resolve("2"))) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                answers.add(createLater(plane, "a-" + i, "tenant-a" + i));
                answers.add(createLater(other, "b-" + i, "tenant-b" + i));
                // The same id from both sides under different keys: one of them wins.
                answers.add(createLater(plane, "c-" + i, "tenant-c" + i));
                answers.add(createLater(other, "d-" + i, "tenant-c" + i));
            }
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                statuses.add(answer.get(30, TimeUnit.SECONDS).statusCode());
            }
            assertThat(statuses).containsOnly(201, 409);
            assertThat(Collections.frequency(statuses, 201)).isEqualTo(3 * each);
            assertThat(Collections.frequency(statuses, 409)).isEqualTo(each);
        }
        List<JsonObject> audit = audit();
        assertThat(audit).hasSize(1 + 3 * each);
        assertThat(audit.stream().map(entry -> entry.getLong("epoch")).toList())
                .isEqualTo(IntStream.iterate(1 + 3 * each, epoch -> epoch > 0, epoch -> epoch - 1)
                        .mapToObj(Long::valueOf)
                        .toList());
        for (int i = 0; i + 1 < audit.size(); i++) {
            assertThat(audit.get(i).getString("previousHash"))
                    .isEqualTo(audit.get(i + 1).getString("hash"));
        }
        RouteSnapshot routes = routes(0);
        Set<Set<CellId>> sets = new HashSet<>();
        routes.tenants().values().forEach(route -> sets.add(Set.copyOf(route.cellsIn(new Region("us-east1")))));
        assertThat(sets).hasSize(6);
    }

    @Test
    void everyChangeIsInTheAuditLog() throws Exception {
        plane.create("k1", "acme", "us-east1");
        plane.create("k1", "acme", "us-east1");
        plane.create("k2", "acme", "us-east1");
        suspend("k3", "acme");
        List<JsonObject> audit = audit();
        assertThat(audit.stream().map(entry -> entry.getString("action")).toList())
                .containsExactly("tenant.suspend", "tenant.create", "membership.register");
        JsonObject suspended = audit.getFirst();
        assertThat(suspended.getString("actor")).isEqualTo("ada");
        assertThat(suspended.getString("subject")).isEqualTo("acme");
        assertThat(suspended.getJsonObject("before").getInteger("version")).isEqualTo(1);
        assertThat(suspended.getJsonObject("after").getInteger("version")).isEqualTo(2);
        assertThat(audit.get(1).getValue("before")).isNull();
        JsonObject page = new JsonObject(plane.get("/v1/admin/audit?limit=2").body());
        assertThat(page.getJsonArray("data")).hasSize(2);
        JsonObject rest = new JsonObject(plane.get("/v1/admin/audit?limit=2&after=" + page.getString("next"))
                .body());
        assertThat(rest.getJsonArray("data")).hasSize(1);
        assertThat(rest.containsKey("next")).isFalse();
    }

    @Test
    void theApplicationCannotChangeTheAuditLog() throws Exception {
        plane.create("k1", "acme", "us-east1");
        for (String forbidden : List.of(
                "UPDATE audit_log SET actor = 'nobody'",
                "DELETE FROM audit_log",
                "TRUNCATE audit_log",
                "DROP TABLE audit_log",
                "DELETE FROM tenant",
                "UPDATE region SET region_name = 'mars'")) {
            assertThat(ring.refusal(forbidden)).as(forbidden).isEqualTo("42501");
        }
    }

    @Test
    void notEvenWhenItOwnsTheTables() throws Exception {
        try (GlobalRing owned = GlobalRing.startOwnedByTheApplication();
                RunningControlPlane owning = RunningControlPlane.start(owned.config(), stateFolder.resolve("owning"))) {
            assertThat(owning.create("k1", "acme", "us-east1").statusCode()).isEqualTo(201);
            for (String forbidden :
                    List.of("UPDATE audit_log SET actor = 'nobody'", "DELETE FROM audit_log", "TRUNCATE audit_log")) {
                assertThat(owned.refusal(forbidden)).as(forbidden).isEqualTo("42501");
            }
        }
    }

    @Test
    void isFoundByItsKind() {
        assertThat(ServiceLoader.load(NodeFactory.class))
                .anySatisfy(factory -> assertThat(factory.kind()).isEqualTo("control-plane"));
    }

    @Test
    void asksForATokenAndARole() throws Exception {
        for (String path : List.of(TENANTS, TENANTS + "/acme", "/v1/admin/audit", "/v1/routes")) {
            assertProblem(plane.getAs(null, path), 401, "unauthenticated");
            assertProblem(plane.getAs("forged", path), 401, "unauthenticated");
            assertProblem(plane.getAs(plane.token("eve", Set.of()), path), 403, "role-needed");
        }
        String node = plane.token("us-east1-edge", Set.of("node"));
        assertThat(plane.getAs(node, "/v1/routes").statusCode()).isEqualTo(200);
        assertProblem(plane.getAs(node, TENANTS), 403, "role-needed");
    }

    @Test
    void badInputIsAnsweredInTheOrderOfTheContract() throws Exception {
        for (String body : List.of(
                "{",
                "[]",
                "{}",
                "{\"id\":\"acme\"}",
                "{\"id\":7,\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"ACME\",\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"a\",\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"acme\",\"homeRegion\":\"US\"}",
                "{\"id\":\"acme\\n\",\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"acme\",\"homeRegion\":\"us-east1\\n\"}",
                "{\"id\":\"acme\",\"homeRegion\":\"a" + "-a".repeat(20_000) + "\"}",
                "{\"id\":\"" + "x".repeat(64) + "\",\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"acme\",\"homeRegion\":\"us-east1\",\"k\":3}")) {
            assertProblem(plane.post(TENANTS, UUID.randomUUID().toString(), body), 400, "malformed-request");
        }
        for (String path : List.of(
                TENANTS + "/ACME",
                TENANTS + "?limit=0",
                TENANTS + "?limit=201",
                TENANTS + "?limit=many",
                TENANTS + "?status=gone",
                TENANTS + "?after=%25",
                "/v1/admin/audit?after=YWJj",
                "/v1/routes?after=-1",
                "/v1/routes?wait=26")) {
            assertProblem(plane.get(path), 400, "malformed-request");
        }
        assertProblem(plane.create("k".repeat(256), "acme", "us-east1"), 400, "malformed-request");
        assertProblem(plane.post(TENANTS, "k", "x".repeat(70_000)), 413, "body-too-large");
        assertProblem(plane.get(TENANTS + "/nobody"), 404, "unknown-entity");
        assertProblem(plane.get("/v1/admin/nothing"), 404, "unknown-path");
        assertProblem(plane.post("/v1/admin/audit", "k", ""), 405, "method-not-allowed");
        assertThat(routes(0).epoch()).isEqualTo(1);
    }

    @Test
    void drainingRefusesNewWorkAndLetsWaitersGo() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = plane.getLater("/v1/routes?after=1&wait=25");
        plane.drain();
        assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        assertProblem(plane.create("k1", "acme", "us-east1"), 503, "draining");
    }

    private HttpResponse<String> suspend(String key, String tenant, String... headers) throws Exception {
        return plane.post(TENANTS + "/" + tenant + "/suspend", key, "", headers);
    }

    private HttpResponse<String> resume(String key, String tenant, String... headers) throws Exception {
        return plane.post(TENANTS + "/" + tenant + "/resume", key, "", headers);
    }

    private static CompletableFuture<HttpResponse<String>> createLater(RunningControlPlane at, String key, String id) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return at.create(key, id, "us-east1");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private RouteSnapshot routes(long after) throws Exception {
        return snapshot(plane.get("/v1/routes?after=" + after));
    }

    private static RouteSnapshot snapshot(HttpResponse<String> response) {
        return RouteSnapshotJson.fromJson(new JsonObject(response.body()));
    }

    private List<JsonObject> audit() throws Exception {
        JsonArray data = new JsonObject(plane.get("/v1/admin/audit?limit=200").body()).getJsonArray("data");
        return IntStream.range(0, data.size()).mapToObj(data::getJsonObject).toList();
    }

    private static List<String> ids(JsonObject page) {
        JsonArray data = page.getJsonArray("data");
        return IntStream.range(0, data.size())
                .mapToObj(i -> data.getJsonObject(i).getJsonObject("data").getString("id"))
                .toList();
    }

    private static Set<CellId> cells(RouteSnapshot routes, String tenant) {
        Set<CellId> cells = new HashSet<>();
        routes.routeOf(new TenantId(tenant)).orElseThrow().cells().values().forEach(cells::addAll);
        return cells;
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new JsonObject(response.body()).getString("type")).endsWith("/" + slug);
    }
}
