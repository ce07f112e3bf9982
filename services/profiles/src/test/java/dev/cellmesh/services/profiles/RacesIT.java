package dev.cellmesh.services.profiles;

import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds when several write the same thing at once? */
class RacesIT {
    private static final int RACES = 100;
    private static final int WRITERS = 12;

    private static ThreeRegions mesh;

    @BeforeAll
    static void start() throws Exception {
        mesh = new ThreeRegions();
    }

    @AfterAll
    static void stop() throws Exception {
        mesh.close();
    }

    private static List<HttpResponse<String>> atOnce(List<Callable<HttpResponse<String>>> calls) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(calls.size());
        try (ExecutorService pool = Executors.newFixedThreadPool(calls.size())) {
            List<Future<HttpResponse<String>>> running = new ArrayList<>();
            for (Callable<HttpResponse<String>> call : calls) {
                running.add(pool.submit(() -> {
                    barrier.await();
                    return call.call();
                }));
            }
            List<HttpResponse<String>> responses = new ArrayList<>();
            for (Future<HttpResponse<String>> each : running) {
                responses.add(each.get());
            }
            return responses;
        }
    }

    private static HttpResponse<String> create(TenantId tenant, Region region, String email) throws Exception {
        return mesh.sendUntilKnown(mesh.request(tenant, region, "/identities")
                .header("Idempotency-Key", newKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        new JsonObject().put("email", email).encode())));
    }

    private static void assertOneWinner(List<HttpResponse<String>> responses, int won) {
        assertThat(responses)
                .filteredOn(response -> response.statusCode() == won)
                .hasSize(1);
        assertThat(responses)
                .filteredOn(response -> response.statusCode() != won)
                .allSatisfy(response ->
                        assertThat(json(response).getString("type")).isEqualTo(ProblemType.EMAIL_TAKEN.uri()));
    }

    @Test
    void anAddressIsWonOnceInTheWorld() throws Exception {
        for (int race = 0; race < RACES; race++) {
            String email = "race-" + race + "@example.com";
            TenantId third = race % 2 == 0 ? ThreeRegions.TENANT : ThreeRegions.OTHER_TENANT;
            assertOneWinner(
                    atOnce(List.of(
                            () -> create(ThreeRegions.TENANT, ThreeRegions.US, email),
                            () -> create(ThreeRegions.OTHER_TENANT, ThreeRegions.EU, email.replace('r', 'R')),
                            () -> create(third, ThreeRegions.ASIA, ' ' + email))),
                    201);
        }
        assertThat(mesh.globalNumber("SELECT count(*) FROM identity_record WHERE email_key LIKE 'race-%'"))
                .isEqualTo(RACES);
        assertThat(mesh.globalNumber("SELECT count(*) FROM global_outbox WHERE event_type = 'identity-created'"
                        + " AND payload ->> 'email' ILIKE 'race-%'"))
                .isEqualTo(RACES);
    }

    @Test
    void aChangeCompetesLikeACreation() throws Exception {
        for (int race = 0; race < 20; race++) {
            String email = "wanted-" + race + "@example.com";
            List<String> ids = new ArrayList<>();
            for (int holder = 0; holder < 2; holder++) {
                ids.add(json(create(ThreeRegions.TENANT, US, "holder-" + race + "-" + holder + "@example.com"))
                        .getJsonObject("data")
                        .getString("id"));
            }
            assertOneWinner(
                    atOnce(List.of(
                            () -> change(ThreeRegions.EU, ids.get(0), email),
                            () -> change(ThreeRegions.ASIA, ids.get(1), email))),
                    200);
        }
        assertThat(mesh.globalNumber("SELECT count(*) FROM identity_record WHERE email_key LIKE 'wanted-%'"))
                .isEqualTo(20);
    }

    private static HttpResponse<String> change(Region region, String id, String email) throws Exception {
        return mesh.writeUntilKnown(
                "PATCH", region, "/identities/" + id, new JsonObject().put("email", email), Optional.of("\"1\""));
    }

    @Test
    void writersOfOneRegionLoseNothing() throws Exception {
        String path = "/profiles/" + newKey() + "/preferences";
        List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            JsonObject body = new JsonObject().put("field" + writer, writer);
            calls.add(() -> patient("PATCH", US, path, body));
        }
        assertThat(atOnce(calls))
                .allSatisfy(response ->
                        assertThat(response.statusCode()).as(response.body()).isEqualTo(200));
        JsonObject read = json(mesh.get(US, path));
        assertThat(read.getLong("version")).isEqualTo(WRITERS);
        assertThat(read.getJsonObject("data").getJsonObject("preferences")).hasSize(WRITERS);
    }

    @Test
    void writersOfAllRegionsConverge() throws Exception {
        String profile = "/profiles/" + newKey();
        List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Region region = ThreeRegions.ALL.get(writer % ThreeRegions.ALL.size());
            String name = "writer" + writer;
            calls.add(() -> patient(
                    "POST", region, profile + "/tags", new JsonObject().put("tags", new JsonArray(List.of(name)))));
            calls.add(() -> patient(
                    "PATCH",
                    region,
                    profile + "/preferences",
                    new JsonObject().put(name, 1).put("all", name)));
            calls.add(
                    () -> patient("PUT", region, profile + "/display-name", new JsonObject().put("displayName", name)));
        }
        assertThat(atOnce(calls))
                .allSatisfy(response ->
                        assertThat(response.statusCode()).as(response.body()).isEqualTo(200));
        for (String part : List.of("/tags", "/preferences", "/display-name")) {
            JsonObject read = json(mesh.get(US, profile + part));
            assertThat(read.getLong("version")).isEqualTo(WRITERS);
            assertThat(json(mesh.get(ThreeRegions.EU, profile + part))).isEqualTo(read);
            assertThat(json(mesh.get(ThreeRegions.ASIA, profile + part))).isEqualTo(read);
        }
        assertThat(json(mesh.get(US, profile + "/tags")).getJsonObject("data").getJsonArray("tags"))
                .hasSize(WRITERS);
        assertThat(json(mesh.get(US, profile + "/preferences"))
                        .getJsonObject("data")
                        .getJsonObject("preferences"))
                .hasSize(WRITERS + 1);
    }

    private static HttpResponse<String> patient(String method, Region region, String path, JsonObject body)
            throws Exception {
        return mesh.writeUntilKnown(method, region, path, body, Optional.empty());
    }
}
