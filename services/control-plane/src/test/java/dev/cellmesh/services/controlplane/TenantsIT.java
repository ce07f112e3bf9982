package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Do tenants come, change and show as administrators say, once per key? */
class TenantsIT extends ControlPlaneUnderTest {
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
        Answers.assertProblem(plane.create("k1", "globex", "us-east1"), 422, "idempotency-key-reused");
        Answers.assertProblem(plane.create("k2", "acme", "us-east1"), 409, "already-exists");
        Answers.assertProblem(plane.create("k3", "globex", "mars-north1"), 422, "unknown-region");
        Answers.assertProblem(plane.create(null, "globex", "us-east1"), 400, "idempotency-key-missing");
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

        Answers.assertProblem(resume("k4", "acme"), 428, "precondition-required");
        Answers.assertProblem(resume("k5", "acme", "If-Match", "\"1\""), 412, "version-conflict");
        Answers.assertProblem(resume("k6", "acme", "If-Match", "W/\"2\""), 412, "version-conflict");
        Answers.assertProblem(suspend("k7", "acme", "If-Match", "\"1\""), 412, "version-conflict");
        Answers.assertProblem(suspend("k8", "acme", "If-Match", "nonsense"), 400, "malformed-request");
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
    void resizesByVersionAndSaysWhereTheTenantGoes() throws Exception {
        JsonObject created =
                new JsonObject(plane.create("k1", "acme", "us-east1").body()).getJsonObject("data");
        assertThat(created.getJsonObject("sharedWith").getInteger("us-east1")).isZero();
        Answers.assertProblem(resize("k2", "acme", 3), 428, "precondition-required");
        Answers.assertProblem(resize("k3", "acme", 3, "If-Match", "\"7\""), 412, "version-conflict");
        Answers.assertProblem(resize("k4", "nobody", 3, "If-Match", "\"1\""), 404, "unknown-entity");
        Answers.assertProblem(resize("k5", "acme", 0, "If-Match", "\"1\""), 400, "malformed-request");
        for (String leave : List.of("[7]", "[\"c01\"]", "[\"us-east1-c00\"]", "\"us-east1-c01\"")) {
            Answers.assertProblem(
                    plane.post(TENANTS + "/acme/resize", "k" + leave.hashCode(), "{\"leave\":" + leave + "}"),
                    400,
                    "malformed-request");
        }
        Answers.assertProblem(resize("k6", "acme", 1_000, "If-Match", "\"1\""), 400, "malformed-request");

        HttpResponse<String> resized = resize("k7", "acme", 3, "If-Match", "\"1\"");

        assertThat(resized.statusCode()).isEqualTo(200);
        JsonObject data = new JsonObject(resized.body()).getJsonObject("data");
        assertThat(data.getInteger("cellsPerRegion")).isEqualTo(3);
        assertThat(data.getJsonObject("cells")).isEqualTo(created.getJsonObject("cells"));
        assertThat(data.getJsonObject("target").getJsonArray("us-east1"))
                .hasSize(3)
                .containsAll(created.getJsonObject("cells").getJsonArray("us-east1"));
        assertThat(resize("k7", "acme", 3, "If-Match", "\"1\"").body()).isEqualTo(resized.body());
        assertThat(audit().getFirst().getString("action")).startsWith("tenant.resize");
    }

    private HttpResponse<String> resize(String key, String tenant, int size, String... headers) throws Exception {
        return plane.post(TENANTS + "/" + tenant + "/resize", key, "{\"cellsPerRegion\":" + size + "}", headers);
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

    private static List<String> ids(JsonObject page) {
        JsonArray data = page.getJsonArray("data");
        return IntStream.range(0, data.size())
                .mapToObj(i -> data.getJsonObject(i).getJsonObject("data").getString("id"))
                .toList();
    }
}
