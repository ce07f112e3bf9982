package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Do administrators see how full cells are, and can they close and open them? */
class CellsIT extends ControlPlaneUnderTest {
    private static final String CELLS = "/v1/admin/cells";

    private JsonObject cell(String name) throws Exception {
        HttpResponse<String> read = plane.get(CELLS + "/" + name);
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        return new JsonObject(read.body()).getJsonObject("data");
    }

    @Test
    void aCellIsDrainedByWhoeverMayAndOpenedByVersion() throws Exception {
        plane.post(TENANTS, "k1", "{\"id\":\"acme\",\"homeRegion\":\"us-east1\",\"pinned\":[\"us-east1-c02\"]}");
        assertThat(cell("us-east1-c02").getInteger("tenants")).isEqualTo(1);
        assertThat(cell("us-east1-c02").getString("zone")).isEqualTo("z2");

        HttpResponse<String> drained = plane.post(CELLS + "/us-east1-c02/drain", "k2", "");

        assertThat(drained.statusCode()).as(drained.body()).isEqualTo(200);
        assertThat(drained.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(plane.get(CELLS + "/us-east1-c02").body()).isEqualTo(drained.body());
        assertThat(cell("us-east1-c02").getBoolean("drained")).isTrue();
        assertThat(cell("us-east1-c02").getInteger("pinned")).isEqualTo(1);
        HttpResponse<String> again = plane.post(CELLS + "/us-east1-c02/drain", "k2", "");
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(audit().getFirst().getString("action")).isEqualTo("cell.drain");
        assertThat(audit().getFirst().getString("subject")).isEqualTo("us-east1-c02");
        Answers.assertProblem(
                plane.post(
                        TENANTS, "k3", "{\"id\":\"late\",\"homeRegion\":\"us-east1\",\"pinned\":[\"us-east1-c02\"]}"),
                422,
                "cell-closed");
        // Whoever is started next knows it, too.
        try (RunningControlPlane other = RunningControlPlane.start(ring.config(), stateFolder.resolve("2"))) {
            assertThat(other.get(CELLS + "/us-east1-c02").body()).isEqualTo(drained.body());
        }
        Answers.assertProblem(plane.post(CELLS + "/us-east1-c02/undrain", "k4", ""), 428, "precondition-required");
        Answers.assertProblem(
                plane.post(CELLS + "/us-east1-c02/undrain", "k5", "", "If-Match", "\"1\""), 412, "version-conflict");
        HttpResponse<String> open = plane.post(CELLS + "/us-east1-c02/undrain", "k6", "", "If-Match", "\"2\"");
        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(cell("us-east1-c02").getBoolean("drained")).isFalse();
    }

    @Test
    void theLastOpenCellOfARegionStaysOpen() throws Exception {
        for (int number = 1; number < 4; number++) {
            assertThat(plane.post(CELLS + "/us-east1-c0" + number + "/drain", "k" + number, "")
                            .statusCode())
                    .isEqualTo(200);
        }
        Answers.assertProblem(plane.post(CELLS + "/us-east1-c04/drain", "k4", ""), 422, "last-open-cell");
        JsonObject created =
                new JsonObject(plane.create("k5", "acme", "us-east1").body()).getJsonObject("data");
        assertThat(created.getJsonObject("cells").getJsonArray("us-east1"))
                .isEqualTo(new JsonArray().add("us-east1-c04"));
    }

    @Test
    void cellsAreListedInPages() throws Exception {
        JsonObject first = new JsonObject(plane.get(CELLS + "?limit=5").body());
        assertThat(names(first))
                .containsExactly(
                        "europe-west1-c01", "europe-west1-c02", "europe-west1-c03", "europe-west1-c04", "us-east1-c01");
        JsonObject rest = new JsonObject(
                plane.get(CELLS + "?limit=5&after=" + first.getString("next")).body());
        assertThat(names(rest)).containsExactly("us-east1-c02", "us-east1-c03", "us-east1-c04");
        assertThat(rest.containsKey("next")).isFalse();
    }

    @Test
    void badNamesAndStrangersAreRefused() throws Exception {
        Answers.assertProblem(plane.get(CELLS + "/us-east1-c99"), 404, "unknown-entity");
        Answers.assertProblem(plane.post(CELLS + "/us-east1-c99/drain", "k1", ""), 404, "unknown-entity");
        for (String name : List.of("us-east1", "us-east1-c00", "US-c01", "a".repeat(33) + "-c01")) {
            Answers.assertProblem(plane.get(CELLS + "/" + name), 400, "malformed-request");
        }
        Answers.assertProblem(plane.post(CELLS + "/us-east1-c01/drain", null, ""), 400, "idempotency-key-missing");
        Answers.assertProblem(plane.getAs(plane.token("us-east1-edge", Set.of("node")), CELLS), 403, "role-needed");
    }

    private static List<String> names(JsonObject page) {
        JsonArray data = page.getJsonArray("data");
        return IntStream.range(0, data.size())
                .mapToObj(i -> data.getJsonObject(i).getJsonObject("data").getString("id"))
                .toList();
    }
}
