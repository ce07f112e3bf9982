package dev.cellmesh.services.profiles;

import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Is of several outcomes only the first of the contract returned? Each walk mends one thing at a time. */
class ContractOrderIT {
    private static ThreeRegions mesh;

    @BeforeAll
    static void start() throws Exception {
        mesh = new ThreeRegions();
    }

    @AfterAll
    static void stop() throws Exception {
        mesh.close();
    }

    private static JsonObject assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response).getString("type")).isEqualTo(type.uri());
        return json(response);
    }

    /** Of each operation that writes: method, path, a good body, and one that is none; empty where it has no body. */
    private static Stream<Arguments> writes() {
        String id = newKey();
        return Stream.of(
                Arguments.of("POST", "/identities", "{\"email\":\"x@example.com\"}", "{\"email\":\"x@\"}"),
                Arguments.of("PATCH", "/identities/" + id, "{\"email\":\"x@example.com\"}", "{\"email\":7}"),
                Arguments.of("DELETE", "/identities/" + id, "", ""),
                Arguments.of("PUT", "/profiles/" + id + "/display-name", "{\"displayName\":\"x\"}", "{}"),
                Arguments.of("PATCH", "/profiles/" + id + "/preferences", "{\"a\":1}", "{\"a\":[]}"),
                Arguments.of("POST", "/profiles/" + id + "/tags", "{\"tags\":[\"a\"]}", "{\"tags\":[]}"),
                Arguments.of("DELETE", "/profiles/" + id + "/tags/a", "", ""));
    }

    private static HttpRequest.Builder anonymous(TenantId tenant, String method, String path, String body) {
        return HttpRequest.newBuilder(mesh.uri(EU, "/v1/tenants/" + tenant + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void theFirstOutcomeWins(String method, String path, String body, String badBody) throws Exception {
        TenantId ghost = new TenantId("ghost");
        // 1
        if (!badBody.isEmpty()) {
            assertProblem(mesh.send(anonymous(ghost, method, path, badBody)), ProblemType.MALFORMED_REQUEST);
        }
        assertProblem(
                mesh.send(anonymous(ghost, method, path, body).header("If-Match", "5")), ProblemType.MALFORMED_REQUEST);
        assertProblem(
                mesh.send(anonymous(ghost, method, path, body).header("X-Last-Write-Timestamp", "1.forged.token")),
                ProblemType.MALFORMED_REQUEST);
        // 2
        assertProblem(mesh.send(anonymous(ghost, method, path, body)), ProblemType.UNAUTHENTICATED);
        String acme = bearer(ThreeRegions.TENANT);
        assertProblem(
                mesh.send(anonymous(ghost, method, path, body).header("Authorization", acme)),
                ProblemType.WRONG_TENANT);
        // 3
        assertProblem(
                mesh.send(anonymous(ghost, method, path, body).header("Authorization", bearer(ghost))),
                ProblemType.UNKNOWN_TENANT);
        // 6
        assertProblem(
                mesh.send(anonymous(ThreeRegions.TENANT, method, path, body)
                        .header("Authorization", acme)
                        .header("X-Request-Deadline", "0")),
                ProblemType.DEADLINE_EXCEEDED);
        // 7
        assertProblem(
                mesh.send(anonymous(ThreeRegions.TENANT, method, path, body).header("Authorization", acme)),
                ProblemType.IDEMPOTENCY_KEY_MISSING);
    }

    private static String bearer(TenantId tenant) {
        return mesh.request(tenant, US, "/")
                .build()
                .headers()
                .firstValue("Authorization")
                .orElseThrow();
    }

    @Test
    void versionsAreJudgedBehindExistenceAndBeforeTheDomain() throws Exception {
        create("first@example.com");
        String id = json(create("second@example.com")).getJsonObject("data").getString("id");
        JsonObject taken = new JsonObject().put("email", "first@example.com");
        // 10
        assertProblem(change(newKey(), taken, null, newKey()), ProblemType.UNKNOWN_ENTITY);
        assertProblem(delete(newKey(), "\"1\"", newKey()), ProblemType.UNKNOWN_ENTITY);
        // 11
        String key = newKey();
        assertProblem(change(id, taken, null, key), ProblemType.PRECONDITION_REQUIRED);
        assertProblem(delete(id, null, newKey()), ProblemType.PRECONDITION_REQUIRED);
        JsonObject conflict = assertProblem(change(id, taken, "\"3\"", newKey()), ProblemType.VERSION_CONFLICT);
        assertThat(conflict.getLong("currentVersion")).isEqualTo(1);
        assertThat(conflict.getLong("providedVersion")).isEqualTo(3);
        assertProblem(delete(id, "W/\"1\"", newKey()), ProblemType.VERSION_CONFLICT);
        // 12, with the key that the missing precondition has left free
        assertProblem(change(id, taken, "\"1\"", key), ProblemType.EMAIL_TAKEN);
        // 8: a refusal is stored, whatever has become of its reason
        HttpResponse<String> again = change(id, taken, "\"1\"", key);
        assertProblem(again, ProblemType.EMAIL_TAKEN);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        // 13
        assertThat(delete(id, "\"1\"", newKey()).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsStoredBeatsTheFenceInTheRingOfTheMesh() throws Exception {
        JsonObject body = new JsonObject().put("email", "fenced@example.com");
        String key = newKey();
        HttpResponse<String> first = mesh.write("POST", US, "/identities", body, key, Optional.empty());
        assertThat(first.statusCode()).isEqualTo(201);
        mesh.globalNumber("UPDATE global_writer_epoch SET epoch = 2 RETURNING epoch");
        try {
            assertThat(mesh.write("POST", EU, "/identities", body, key, Optional.empty())
                            .body())
                    .isEqualTo(first.body());
            assertProblem(mesh.write("POST", EU, "/identities", body), ProblemType.FENCED);
        } finally {
            mesh.globalNumber("UPDATE global_writer_epoch SET epoch = 1 RETURNING epoch");
        }
    }

    @Test
    void whatIsStoredBeatsTheFenceInTheRingOfARegion() throws Exception {
        String path = "/profiles/" + newKey() + "/display-name";
        JsonObject body = new JsonObject().put("displayName", "Ann");
        String key = newKey();
        HttpResponse<String> first = mesh.write("PUT", EU, path, body, key, Optional.empty());
        assertThat(first.statusCode()).isEqualTo(200);
        mesh.believeIn(2);
        try {
            assertThat(mesh.write("PUT", EU, path, body, key, Optional.empty()).body())
                    .isEqualTo(first.body());
            assertProblem(
                    mesh.write("PUT", EU, path, body.copy().put("displayName", "Bob"), key, Optional.empty()),
                    ProblemType.IDEMPOTENCY_KEY_REUSED);
            assertThat(assertProblem(mesh.write("PUT", EU, path, body), ProblemType.FENCED)
                            .getString("region"))
                    .isEqualTo(EU.name());
        } finally {
            mesh.believeIn(1);
        }
    }

    private static HttpResponse<String> create(String email) throws Exception {
        return mesh.write("POST", US, "/identities", new JsonObject().put("email", email));
    }

    private static HttpResponse<String> change(String id, JsonObject body, String ifMatch, String key)
            throws Exception {
        return mesh.write("PATCH", EU, "/identities/" + id, body, key, Optional.ofNullable(ifMatch));
    }

    private static HttpResponse<String> delete(String id, String ifMatch, String key) throws Exception {
        HttpRequest.Builder request = mesh.request(US, "/identities/" + id)
                .header("Idempotency-Key", key)
                .DELETE();
        return mesh.send(ifMatch == null ? request : request.header("If-Match", ifMatch));
    }
}
