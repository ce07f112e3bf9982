package dev.cellmesh.services.profiles;

import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.merge.MergeMap;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Is everything refused that is none, before a database sees it? */
class BadInputIT {
    private static ThreeRegions mesh;

    @BeforeAll
    static void start() throws Exception {
        mesh = new ThreeRegions();
    }

    @AfterAll
    static void stop() throws Exception {
        mesh.close();
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return mesh.send(mesh.request(US, path)
                .header("Idempotency-Key", newKey())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(json(response).getString("type")).isEqualTo(type.uri());
    }

    private static void assertMalformed(String method, String path, String body) throws Exception {
        assertProblem(send(method, path, body), ProblemType.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":null}",
                "{\"email\":7}",
                "{\"email\":\"\"}",
                "{\"email\":\"ann\"}",
                "{\"email\":\"ann@example\"}",
                "{\"email\":\"ann@exam\\u0000ple.com\"}",
                "{\"email\":\"ann@example.com\\n\"}",
                "{\"email\":\"\\ud800nn@example.com\"}",
                "{\"email\":\"ann@example.com\",\"admin\":true}",
                "[\"ann@example.com\"]"
            })
    void identitiesThatAreNone(String body) throws Exception {
        assertMalformed("POST", "/identities", body);
        assertMalformed("PATCH", "/identities/" + newKey(), body);
    }

    @Test
    void addressesThatAreTooLong() throws Exception {
        assertMalformed("POST", "/identities", "{\"email\":\"" + "a".repeat(65) + "@example.com\"}");
        assertMalformed("POST", "/identities", "{\"email\":\"a@" + "d.".repeat(130) + "com\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"displayName\":null}",
                "{\"displayName\":[\"Ann\"]}",
                "{\"displayName\":\"\"}",
                "{\"displayName\":\" \\u2003 \"}",
                "{\"displayName\":\"A\\u0000nn\"}",
                "{\"displayName\":\"A\\nnn\"}",
                "{\"displayName\":\"Ann\\n\"}",
                "{\"displayName\":\"A\\u0085nn\"}",
                "{\"displayName\":\"A\\u2028nn\"}",
                "{\"displayName\":\"\\udc00\"}"
            })
    void displayNamesThatAreNone(String body) throws Exception {
        assertMalformed("PUT", "/profiles/" + newKey() + "/display-name", body);
    }

    @Test
    void displayNamesOfTheGreatestLength() throws Exception {
        String path = "/profiles/" + newKey() + "/display-name";
        JsonObject smiles = new JsonObject().put("displayName", "\ud83d\ude00".repeat(100));
        assertThat(send("PUT", path, smiles.encode()).statusCode()).isEqualTo(200);
        assertMalformed(
                "PUT",
                path,
                new JsonObject().put("displayName", "a".repeat(101)).encode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"a\":[]}",
                "{\"a\":{}}",
                "{\"\":1}",
                "{\"1a\":1}",
                "{\"a b\":1}",
                "{\"a\\n\":1}",
                "{\"a\\u0000\":1}",
                "{\"\\ud800\":1}",
                "{\"a\":\"\\u0000\"}",
                "{\"a\":\"x\\n\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":9007199254740992}",
                "{\"a\":-9007199254740992}",
                "{\"a\":1e400}",
                "{\"a\":123456789012345678901234567890}"
            })
    void preferencesThatAreNone(String body) throws Exception {
        assertMalformed("PATCH", "/profiles/" + newKey() + "/preferences", body);
    }

    @Test
    void preferencesOfTheGreatestSize() throws Exception {
        String path = "/profiles/" + newKey() + "/preferences";
        assertMalformed("PATCH", path, new JsonObject().put("a".repeat(65), 1).encode());
        assertMalformed(
                "PATCH", path, new JsonObject().put("a", "x".repeat(257)).encode());
        assertMalformed("PATCH", path, fields("a", 65).encode());
        assertThat(send("PATCH", path, fields("a", 64).encode()).statusCode()).isEqualTo(200);
        assertProblem(send("PATCH", path, "{\"b\":1}"), ProblemType.LIMIT_REACHED);
        assertThat(send("PATCH", path, "{\"b\":1,\"a0\":null,\"a1\":\"x\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void namesOfRemovedFieldsUseUpTheMap() throws Exception {
        String path = "/profiles/" + newKey() + "/preferences";
        for (int batch = 0; batch < MergeMap.FIELDS_MAX / Preferences.FIELDS_MAX; batch++) {
            JsonObject fields = fields("batch" + batch + ".", Preferences.FIELDS_MAX);
            assertThat(send("PATCH", path, fields.encode()).statusCode()).isEqualTo(200);
            fields.fieldNames().forEach(fields::putNull);
            assertThat(send("PATCH", path, fields.encode()).statusCode()).isEqualTo(200);
        }
        assertProblem(send("PATCH", path, "{\"new\":1}"), ProblemType.LIMIT_REACHED);
        assertThat(send("PATCH", path, "{\"batch0.0\":1}").statusCode()).isEqualTo(200);
    }

    private static JsonObject fields(String prefix, int count) {
        JsonObject fields = new JsonObject();
        IntStream.range(0, count).forEach(number -> fields.put(prefix + number, number));
        return fields;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tags\":[]}",
                "{\"tags\":\"a\"}",
                "{\"tags\":[1]}",
                "{\"tags\":[null]}",
                "{\"tags\":[\"\"]}",
                "{\"tags\":[\"A\"]}",
                "{\"tags\":[\"a b\"]}",
                "{\"tags\":[\"a/b\"]}",
                "{\"tags\":[\"..\"]}",
                "{\"tags\":[\"a\\n\"]}",
                "{\"tags\":[\"a\\u0000\"]}",
                "{\"tags\":[\"\\ud800\"]}",
                "{\"tags\":[\"a\"],\"more\":1}"
            })
    void tagsThatAreNone(String body) throws Exception {
        assertMalformed("POST", "/profiles/" + newKey() + "/tags", body);
    }

    @Test
    void tagsOfTheGreatestSize() throws Exception {
        String path = "/profiles/" + newKey() + "/tags";
        assertMalformed("POST", path, tags("x".repeat(65), 1));
        assertMalformed("POST", path, tags("a", 51));
        for (String prefix : new String[] {"a", "b", "c", "d"}) {
            assertThat(send("POST", path, tags(prefix, 50)).statusCode()).isEqualTo(200);
        }
        assertProblem(send("POST", path, tags("e", 1)), ProblemType.LIMIT_REACHED);
        assertThat(send("POST", path, tags("a", 50)).statusCode()).isEqualTo(200);
        assertMalformed("DELETE", path + "/A", "");
        assertMalformed("DELETE", path + "/a%0A", "");
        assertMalformed("DELETE", path + "/a%2Fb", "");
        assertThat(send("DELETE", path + "/a1", "").statusCode()).isEqualTo(200);
    }

    private static String tags(String prefix, int count) {
        JsonArray tags = new JsonArray();
        IntStream.range(0, count).forEach(number -> tags.add(count == 1 ? prefix : prefix + number));
        return new JsonObject().put("tags", tags).encode();
    }

    @Test
    void idsThatAreNone() throws Exception {
        for (String path : new String[] {"/identities/7", "/identities/" + newKey() + "%0A", "/profiles/x/tags"}) {
            assertProblem(mesh.get(US, path), ProblemType.MALFORMED_REQUEST);
        }
        for (String part : new String[] {"display-name", "preferences", "tags"}) {
            assertProblem(mesh.get(US, "/profiles/" + newKey() + "/" + part), ProblemType.UNKNOWN_ENTITY);
        }
    }
}
