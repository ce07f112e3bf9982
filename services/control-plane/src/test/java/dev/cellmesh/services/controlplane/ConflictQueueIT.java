package dev.cellmesh.services.controlplane;

import static dev.cellmesh.services.controlplane.HomeRings.ASIA;
import static dev.cellmesh.services.controlplane.HomeRings.EU;
import static dev.cellmesh.services.controlplane.HomeRings.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.conflict.Conflict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What do administrators see of the queue, wherever its conflicts are? */
class ConflictQueueIT {
    private static final String CONFLICTS = "/v1/admin/conflicts";
    private static final Instant FOUND = Instant.parse("2026-11-21T11:00:00Z");

    private static GlobalRing global;
    private static HomeRings homes;

    @TempDir
    Path stateFolder;

    private RunningControlPlane plane;

    @BeforeAll
    static void startRings() throws Exception {
        global = GlobalRing.start();
        homes = new HomeRings();
    }

    @AfterAll
    static void stopRings() throws Exception {
        homes.close();
        global.close();
    }

    @BeforeEach
    void start() throws Exception {
        global.reset();
        homes.reset();
        plane = RunningControlPlane.start(homes.with(global.config()), stateFolder);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void listsThoseOfAllHomesOldestFirstInPages() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Conflict conflict = HomeRings.conflict("acme-" + i, "d" + i, US, EU);
            ids.add(homes.file(HomeRings.ALL.get(i % 3), conflict, FOUND.plusSeconds(i))
                    .toString());
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            HttpResponse<String> response = plane.get(CONFLICTS + "?limit=3" + next);
            assertThat(response.headers().firstValue("X-Consistency-Level")).hasValue("eventual");
            JsonObject page = new JsonObject(response.body());
            assertThat(ids(page)).hasSizeBetween(1, 3);
            assertThat(page.containsKey("incomplete")).isFalse();
            seen.addAll(ids(page));
            next = page.containsKey("next") ? "&after=" + page.getString("next") : "";
        } while (!next.isEmpty());
        assertThat(seen).isEqualTo(ids);
    }

    /** Of one moment, in three rings: none is left out at the end of a page, and none is shown twice. */
    @Test
    void goesThroughThoseOfOneMomentById() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(homes.file(HomeRings.ALL.get(i % 3), HomeRings.conflict("acme", "d" + i, US, EU), FOUND)
                    .toString());
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonObject page =
                    new JsonObject(plane.get(CONFLICTS + "?limit=1" + next).body());
            seen.addAll(ids(page));
            next = page.containsKey("next") ? "&after=" + page.getString("next") : "";
        } while (!next.isEmpty());
        assertThat(seen).isEqualTo(ids.stream().sorted().toList());
    }

    @Test
    void filters() throws Exception {
        UUID first = homes.file(US, HomeRings.conflict("acme", "d1", US, EU), FOUND);
        UUID second = homes.file(EU, HomeRings.conflict("bolt", "d1", US, EU), FOUND.plusSeconds(1));
        homes.execute("UPDATE conflict SET status = 'settled' WHERE tenant_id = 'bolt'");
        assertThat(list("?status=open")).containsExactly(first.toString());
        assertThat(list("?status=settled")).containsExactly(second.toString());
        assertThat(list("?status=resolved")).isEmpty();
        assertThat(list("?tenant=bolt")).containsExactly(second.toString());
        assertThat(list("?entityType=document")).containsExactly(first.toString(), second.toString());
        assertThat(list("?entityType=note")).isEmpty();
        assertThat(list("?tenant=acme&status=settled")).isEmpty();
    }

    @Test
    void readsOneWithAllItsVersions() throws Exception {
        UUID id = homes.file(EU, HomeRings.conflict("acme", "d1", US, ASIA), FOUND);
        HttpResponse<String> response = plane.get(CONFLICTS + "/" + id);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(response.headers().firstValue("X-Consistency-Level")).hasValue("strong");
        assertThat(new JsonObject(response.body()).getJsonObject("data")).isEqualTo(new JsonObject("""
                {"id": "%s", "tenant": "acme", "homeRegion": "europe-west1", "entityType": "document", "entityId": "d1",
                 "status": "open",
                 "versions": [
                   {"vector": "asia-southeast1:1", "value": {"tags": ["a"], "title": "from asia-southeast1"},
                    "writtenAt": "2026-11-21T10:00:00.000Z", "region": "asia-southeast1"},
                   {"vector": "us-east1:1", "value": {"tags": ["a"], "title": "from us-east1"},
                    "writtenAt": "2026-11-21T10:00:00.000Z", "region": "us-east1"}]}""".formatted(id)));
        JsonObject listed = new JsonObject(plane.get(CONFLICTS).body())
                .getJsonArray("data")
                .getJsonObject(0)
                .getJsonObject("data");
        assertThat(listed.getJsonArray("vectors"))
                .isEqualTo(new JsonArray().add("asia-southeast1:1").add("us-east1:1"));
        assertThat(listed.containsKey("versions")).isFalse();
    }

    @Test
    void namesTheRegionWhoseRowsCannotBeRead() throws Exception {
        UUID seen = homes.file(US, HomeRings.conflict("acme", "d1", US, EU), FOUND);
        UUID hidden = homes.file(ASIA, HomeRings.conflict("bolt", "d1", US, EU), FOUND);
        try (Gate gate = new Gate(homes.endpoint());
                RunningControlPlane cut = RunningControlPlane.start(
                        homes.with(global.config(), Map.of(ASIA, gate.endpoint())), stateFolder.resolve("cut"))) {
            assertThat(ids(new JsonObject(cut.get(CONFLICTS).body()))).hasSize(2);
            gate.shut();

            HttpResponse<String> response = cut.get(CONFLICTS);
            assertThat(response.statusCode()).isEqualTo(200);
            JsonObject page = new JsonObject(response.body());
            assertThat(ids(page)).containsExactly(seen.toString());
            assertThat(page.getJsonArray("incomplete")).isEqualTo(new JsonArray().add("asia-southeast1"));

            assertThat(cut.get(CONFLICTS + "/" + seen).statusCode()).isEqualTo(200);
            // It may be there: nobody can say that it is not.
            HttpResponse<String> unknown = cut.get(CONFLICTS + "/" + hidden);
            Answers.assertProblem(unknown, 503, "region-unavailable");
            assertThat(new JsonObject(unknown.body()).getString("region")).isEqualTo("asia-southeast1");
        }
    }

    @Test
    void badInputIsAnsweredInTheOrderOfTheContract() throws Exception {
        for (String path : List.of(
                CONFLICTS + "?limit=0",
                CONFLICTS + "?status=gone",
                CONFLICTS + "?tenant=A",
                CONFLICTS + "?entityType=%20",
                CONFLICTS + "?after=YWJj",
                CONFLICTS + "?after=MjAyNn5h",
                CONFLICTS + "/not-an-id")) {
            Answers.assertProblem(plane.get(path), 400, "malformed-request");
        }
        Answers.assertProblem(plane.get(CONFLICTS + "/" + new UUID(1, 2)), 404, "unknown-entity");
        Answers.assertProblem(plane.getAs(plane.token("node", Set.of("node")), CONFLICTS), 403, "role-needed");
        Answers.assertProblem(plane.getAs(null, CONFLICTS), 401, "unauthenticated");
    }

    private List<String> list(String query) throws Exception {
        return ids(new JsonObject(plane.get(CONFLICTS + query).body()));
    }

    private static List<String> ids(JsonObject page) {
        JsonArray data = page.getJsonArray("data");
        return IntStream.range(0, data.size())
                .mapToObj(i -> data.getJsonObject(i).getJsonObject("data").getString("id"))
                .toList();
    }
}
