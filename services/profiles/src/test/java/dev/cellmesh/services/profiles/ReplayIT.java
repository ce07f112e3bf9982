package dev.cellmesh.services.profiles;

import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Does a repeated request get its first answer, byte for byte, in whichever region it is repeated? */
class ReplayIT {
    private static final List<String> HEADERS = List.of("ETag", "Last-Modified", "Location", "Content-Type");

    private static ThreeRegions mesh;

    @BeforeAll
    static void start() throws Exception {
        mesh = new ThreeRegions();
    }

    @AfterAll
    static void stop() throws Exception {
        mesh.close();
    }

    private static HttpResponse<String> assertReplayed(
            int status, String method, String path, JsonObject body, Optional<String> ifMatch) throws Exception {
        String key = newKey();
        HttpResponse<String> first = mesh.write(method, US, path, body, key, ifMatch);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(status);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        for (var region : List.of(US, EU, ASIA, EU)) {
            HttpResponse<String> again = mesh.write(method, region, path, body, key, ifMatch);
            assertThat(again.statusCode()).isEqualTo(first.statusCode());
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
            for (String header : HEADERS) {
                assertThat(again.headers().firstValue(header))
                        .isEqualTo(first.headers().firstValue(header));
            }
        }
        HttpResponse<String> reused =
                mesh.write(method, ASIA, path, body.copy().put("email", "other@example.com"), key, ifMatch);
        if (!method.equals("DELETE") && path.startsWith("/identities")) {
            assertThat(json(reused).getString("type")).isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED.uri());
        }
        return first;
    }

    @Test
    void identities() throws Exception {
        String id = json(assertReplayed(
                        201,
                        "POST",
                        "/identities",
                        new JsonObject().put("email", "replayed@example.com"),
                        Optional.empty()))
                .getJsonObject("data")
                .getString("id");
        assertReplayed(
                422, "POST", "/identities", new JsonObject().put("email", "Replayed@example.com"), Optional.empty());
        assertReplayed(
                200,
                "PATCH",
                "/identities/" + id,
                new JsonObject().put("email", "moved@example.com"),
                Optional.of("\"1\""));
        assertReplayed(200, "DELETE", "/identities/" + id, new JsonObject(), Optional.of("\"2\""));
        assertThat(mesh.globalNumber("SELECT count(*) FROM global_outbox WHERE entity_id = '" + id + "'"))
                .isEqualTo(3);
    }

    @Test
    void partsOfAProfile() throws Exception {
        String profile = newKey();
        String path = "/profiles/" + profile;
        assertReplayed(
                200, "PUT", path + "/display-name", new JsonObject().put("displayName", "Ann"), Optional.empty());
        assertReplayed(
                200,
                "PATCH",
                path + "/preferences",
                new JsonObject().put("a", 1).putNull("b"),
                Optional.empty());
        assertReplayed(
                200,
                "POST",
                path + "/tags",
                new JsonObject().put("tags", new JsonArray(List.of("x", "y"))),
                Optional.empty());
        assertReplayed(200, "DELETE", path + "/tags/x", new JsonObject(), Optional.empty());
        assertReplayed(404, "DELETE", path + "/tags/x", new JsonObject(), Optional.empty());
        assertThat(mesh.number("SELECT count(*) FROM outbox WHERE entity_id = '" + profile + "'"))
                .isEqualTo(4);
        assertThat(mesh.number("SELECT sum(version) FROM regional_state WHERE entity_id = '" + profile + "'"))
                .isEqualTo(4);
    }
}
