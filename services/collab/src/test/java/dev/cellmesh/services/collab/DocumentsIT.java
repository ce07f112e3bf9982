package dev.cellmesh.services.collab;

import static dev.cellmesh.services.collab.Collab.CONTENT;
import static dev.cellmesh.services.collab.Collab.assertProblem;
import static dev.cellmesh.services.collab.Collab.content;
import static dev.cellmesh.services.collab.Collab.data;
import static dev.cellmesh.services.collab.Collab.tag;
import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Is nothing that was written dropped, whoever knew of whom? */
class DocumentsIT {
    private static Collab collab;

    @BeforeAll
    static void start() throws Exception {
        collab = new Collab();
    }

    @AfterAll
    static void stop() throws Exception {
        collab.close();
    }

    @AfterEach
    void replicate() {
        collab.holdUpReplication(false);
        collab.cutOff(false);
    }

    private static HttpResponse<String> get(Region region, String path) throws Exception {
        return collab.mesh().get(region, path);
    }

    @Test
    void whatIsCreatedInOneRegionIsReadAndWrittenInAnother() throws Exception {
        HttpResponse<String> created = collab.mesh().write("POST", EU, "/documents", CONTENT);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(tag(created)).isEqualTo("\"europe-west1:1\"");
        String path = "/documents/" + data(created).getString("id");
        assertThat(created.headers().firstValue("Location").orElseThrow()).endsWith(path);

        HttpResponse<String> read = get(ASIA, path);
        assertThat(tag(read)).isEqualTo(tag(created));
        assertThat(data(read)).isEqualTo(data(created));
        assertThat(json(read).getString("version")).isEqualTo("europe-west1:1");
        assertThat(json(read).getString("createdAt")).isEqualTo(json(created).getString("createdAt"));
        assertThat(json(read).getString("lastModified")).isEqualTo(json(created).getString("lastModified"));

        HttpResponse<String> written = collab.put(ASIA, path, "two", tag(read));
        assertThat(tag(written)).isEqualTo("\"asia-southeast1:1,europe-west1:1\"");
        JsonObject now = data(get(US, path));
        assertThat(now.getJsonObject("content")).isEqualTo(content("two"));
        assertThat(now.getBoolean("conflict")).isFalse();
        assertThat(now.containsKey("versions")).isFalse();
    }

    @Test
    void theContractsOrderIsKept() throws Exception {
        String path = collab.create(US);
        String unknown = "/documents/" + UUID.randomUUID();
        ThreeRegions mesh = collab.mesh();
        assertProblem(get(US, unknown), ProblemType.UNKNOWN_ENTITY);
        assertProblem(mesh.write("PUT", US, unknown, CONTENT), ProblemType.UNKNOWN_ENTITY);
        assertProblem(collab.put(US, unknown, "two", "\"us-east1:1\""), ProblemType.UNKNOWN_ENTITY);

        String key = newKey();
        assertProblem(
                mesh.write("PUT", US, path, content("two"), key, Optional.empty()), ProblemType.PRECONDITION_REQUIRED);
        HttpResponse<String> stale =
                mesh.write("PUT", US, path, content("two"), newKey(), Optional.of("\"asia-southeast1:7\""));
        assertProblem(stale, ProblemType.VERSION_CONFLICT);
        assertThat(json(stale).getString("currentVersion")).isEqualTo("us-east1:1");
        assertThat(json(stale).getString("providedVersion")).isEqualTo("asia-southeast1:7");
        for (String tag : List.of("W/\"us-east1:1\"", "\"1\"", "\"us-east1:2\"", "\"europe-west1:1,us-east1:1\"")) {
            assertProblem(collab.put(US, path, "two", tag), ProblemType.VERSION_CONFLICT);
        }
        // What was refused for want of a precondition left the key free.
        HttpResponse<String> first = mesh.write("PUT", US, path, content("two"), key, Optional.of("\"us-east1:1\""));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        HttpResponse<String> replayed = mesh.write("PUT", US, path, content("two"), key, Optional.of("\"us-east1:1\""));
        assertThat(replayed.body()).isEqualTo(first.body());
        assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(tag(replayed)).isEqualTo("\"us-east1:2\"");
        assertProblem(
                mesh.write("PUT", US, path, content("three"), key, Optional.of("\"us-east1:2\"")),
                ProblemType.IDEMPOTENCY_KEY_REUSED);
        assertProblem(collab.put(US, path, "three", "\"us-east1:1\""), ProblemType.VERSION_CONFLICT);
    }

    @Test
    void versionsThatDidNotKnowOfEachOtherAreBothKeptUntilSomebodyDecides() throws Exception {
        String path = conflicting();
        HttpResponse<String> read = get(ASIA, path);
        JsonObject both = data(read);
        assertThat(both.getBoolean("conflict")).isTrue();
        assertThat(both.getJsonArray("versions")).hasSize(2);
        assertThat(both.getJsonObject("content"))
                .isEqualTo(both.getJsonArray("versions").getJsonObject(0).getJsonObject("content"));
        assertThat(both.getJsonArray("versions").stream()
                        .map(version ->
                                ((JsonObject) version).getJsonObject("content").getString("text")))
                .containsExactlyInAnyOrder("of us", "of eu");
        assertThat(both.getJsonArray("versions").stream().map(version -> ((JsonObject) version).getString("region")))
                .containsExactlyInAnyOrder("us-east1", "europe-west1");
        assertThat(data(get(US, path))).isEqualTo(both);
        assertThat(tag(read)).isEqualTo("\"asia-southeast1:1,europe-west1:1,us-east1:1\"");

        // Who has seen only one of them decides nothing.
        assertProblem(collab.put(US, path, "three", "\"asia-southeast1:1,us-east1:1\""), ProblemType.VERSION_CONFLICT);
        HttpResponse<String> resolved = collab.put(ASIA, path, "of both", tag(read));
        assertThat(tag(resolved)).isEqualTo("\"asia-southeast1:2,europe-west1:1,us-east1:1\"");
        for (Region region : ThreeRegions.ALL) {
            assertThat(data(get(region, path)).getBoolean("conflict")).isFalse();
            assertThat(data(get(region, path)).getJsonObject("content")).isEqualTo(content("of both"));
        }
    }

    /** One of Asia's, replaced in two regions whose writes cross. */
    private static String conflicting() throws Exception {
        String path = collab.create(ASIA);
        HttpResponse<String> known = get(US, path);
        collab.holdUpBetween(US, EU, true);
        assertThat(collab.put(US, path, "of us", tag(known)).statusCode()).isEqualTo(200);
        assertThat(collab.put(EU, path, "of eu", tag(known)).statusCode()).isEqualTo(200);
        collab.holdUpReplication(false);
        return path;
    }

    @Test
    void aTagThatKnowsMoreThanTheRegionSendsItToLook() throws Exception {
        String path = collab.create(US);
        collab.holdUpReplication(true);
        HttpResponse<String> written = collab.put(EU, path, "two", "\"us-east1:1\"");
        assertThat(tag(written)).isEqualTo("\"europe-west1:1,us-east1:1\"");
        collab.holdUpReplication(false);
        assertThat(data(get(US, path)).getBoolean("conflict")).isFalse();
    }

    @Test
    void aTagThatCannotBeLookedUpIsRefusedForNowAndLeavesTheKeyFree() throws Exception {
        String path = collab.create(US);
        collab.holdUpReplication(true);
        collab.cutOff(true);
        String key = newKey();
        Optional<String> seen = Optional.of("\"us-east1:1\"");
        assertProblem(collab.mesh().write("PUT", EU, path, content("two"), key, seen), ProblemType.NOT_CAUGHT_UP);
        collab.cutOff(false);
        assertThat(collab.mesh()
                        .write("PUT", EU, path, content("two"), key, seen)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void keysRepeatedInAnotherRegionAreFoundThere() throws Exception {
        String key = newKey();
        HttpResponse<String> first = collab.mesh().write("POST", US, "/documents", CONTENT, key, Optional.empty());
        HttpResponse<String> again = collab.mesh().write("POST", EU, "/documents", CONTENT, key, Optional.empty());
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    }
}
