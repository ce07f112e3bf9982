package dev.cellmesh.services.profiles;

import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What does a client see of each entity, whichever region it asks? */
class ProfilesIT {
    private static ThreeRegions mesh;

    @BeforeAll
    static void start() throws Exception {
        mesh = new ThreeRegions();
    }

    @AfterAll
    static void stop() throws Exception {
        mesh.close();
    }

    private static void assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(json(response).getString("type")).isEqualTo(type.uri());
    }

    private static JsonObject ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private static HttpResponse<String> create(Region region, String email) throws Exception {
        return mesh.write("POST", region, "/identities", new JsonObject().put("email", email));
    }

    private static HttpResponse<String> write(
            String method, Region region, String path, JsonObject body, String ifMatch) throws Exception {
        return mesh.write(method, region, path, body, newKey(), Optional.of(ifMatch));
    }

    @Test
    void anIdentityIsReadInEveryRegionAsItWasTyped() throws Exception {
        HttpResponse<String> created = create(EU, " Ann.Lee@Example.com ");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("ETag")).contains("\"1\"");
        String path = created.headers().firstValue("Location").orElseThrow();
        String id = path.substring(path.lastIndexOf('/') + 1);
        for (Region region : ThreeRegions.ALL) {
            HttpResponse<String> read = mesh.get(region, "/identities/" + id);
            assertThat(ok(read).getJsonObject("data").getString("email")).isEqualTo("Ann.Lee@Example.com");
            assertThat(read.headers().firstValue("X-Consistency-Level").orElseThrow())
                    .matches("(global|strong).*");
        }
        HttpResponse<String> strong =
                mesh.send(mesh.request(ASIA, "/identities/" + id).header("X-Consistency-Level", "strong"));
        assertThat(strong.headers().firstValue("X-Consistency-Level").orElseThrow())
                .startsWith("strong");
        assertThat(ok(strong)).isEqualTo(json(created));
    }

    @Test
    void anAddressHasOneHolderUntilItIsFree() throws Exception {
        String id = json(create(US, "bob@example.com")).getJsonObject("data").getString("id");
        assertProblem(create(ASIA, "BOB@EXAMPLE.COM"), ProblemType.EMAIL_TAKEN);
        HttpResponse<String> foreign = mesh.send(mesh.request(ThreeRegions.OTHER_TENANT, EU, "/identities")
                .header("Idempotency-Key", newKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"email\":\"bob@example.com\"}")));
        assertProblem(foreign, ProblemType.EMAIL_TAKEN);
        assertThat(foreign.body()).doesNotContain("acme").doesNotContain(id);

        JsonObject changed = ok(
                write("PATCH", EU, "/identities/" + id, new JsonObject().put("email", "robert@example.com"), "\"1\""));
        assertThat(changed.getLong("version")).isEqualTo(2);
        assertThat(changed).isEqualTo(ok(mesh.get(US, "/identities/" + id)));
        assertThat(create(ASIA, "bob@example.com").statusCode()).isEqualTo(201);
        assertProblem(
                write("PATCH", EU, "/identities/" + id, new JsonObject().put("email", "bob@example.com"), "\"2\""),
                ProblemType.EMAIL_TAKEN);
        ok(write("PATCH", EU, "/identities/" + id, new JsonObject().put("email", "ROBERT@example.com"), "\"2\""));

        assertProblem(
                write("DELETE", US, "/identities/" + id, new JsonObject(), "\"2\""), ProblemType.VERSION_CONFLICT);
        HttpResponse<String> deleted = write("DELETE", US, "/identities/" + id, new JsonObject(), "\"3\"");
        assertThat(ok(deleted).getJsonObject("data").getString("id")).isEqualTo(id);
        assertProblem(mesh.get(ASIA, "/identities/" + id), ProblemType.UNKNOWN_ENTITY);
        assertThat(create(ASIA, "robert@example.com").statusCode()).isEqualTo(201);
        assertThat(mesh.globalNumber("SELECT count(*) FROM global_outbox WHERE entity_id = '" + id + "'"))
                .isEqualTo(4);
    }

    @Test
    void theLastDisplayNameCounts() throws Exception {
        String path = "/profiles/" + newKey() + "/display-name";
        assertProblem(mesh.get(US, path), ProblemType.UNKNOWN_ENTITY);
        ok(mesh.write("PUT", US, path, new JsonObject().put("displayName", "Ann")));
        HttpResponse<String> second =
                mesh.write("PUT", ASIA, path, new JsonObject().put("displayName", "Anna \ud83d\ude00"));
        JsonObject written = ok(second);
        assertThat(second.headers().firstValue("ETag")).contains("\"asia-southeast1:1,us-east1:1\"");
        assertThat(written.getLong("version")).isEqualTo(2);
        assertThat(written.getJsonObject("data").getString("writtenIn")).isEqualTo(ASIA.name());
        for (Region region : ThreeRegions.ALL) {
            assertThat(ok(mesh.get(region, path))).isEqualTo(written);
        }
    }

    @Test
    void fieldsOfAllRegionsAreMerged() throws Exception {
        String path = "/profiles/" + newKey() + "/preferences";
        ok(mesh.write("PATCH", US, path, new JsonObject().put("theme", "dark").put("size", 5)));
        ok(mesh.write(
                "PATCH", EU, path, new JsonObject().put("mail.weekly", true).put("size", 5.0)));
        JsonObject written = ok(mesh.write(
                "PATCH",
                ASIA,
                path,
                new JsonObject()
                        .putNull("theme")
                        .put("ratio", 0.1)
                        .put("tiny", 1e-7)
                        .putNull("never")));
        assertThat(written.getJsonObject("data").getJsonObject("preferences").getMap())
                .containsOnly(entry("mail.weekly", true), entry("ratio", 0.1), entry("size", 5), entry("tiny", 1e-7));
        for (Region region : ThreeRegions.ALL) {
            assertThat(ok(mesh.get(region, path))).isEqualTo(written);
        }
    }

    @Test
    void tagsAreAddedAndRemovedAnywhere() throws Exception {
        String path = "/profiles/" + newKey() + "/tags";
        ok(mesh.write("POST", US, path, tags("vip", "beta", "vip")));
        ok(mesh.write("POST", EU, path, tags("alpha")));
        JsonObject written = ok(mesh.write("DELETE", ASIA, path + "/vip", new JsonObject()));
        assertThat(written.getJsonObject("data").getJsonArray("tags")).containsExactly("alpha", "beta");
        assertProblem(mesh.write("DELETE", US, path + "/vip", new JsonObject()), ProblemType.UNKNOWN_ENTITY);
        for (Region region : ThreeRegions.ALL) {
            assertThat(ok(mesh.get(region, path))).isEqualTo(written);
        }
    }

    private static JsonObject tags(String... tags) {
        return new JsonObject().put("tags", new JsonArray(List.of(tags)));
    }
}
