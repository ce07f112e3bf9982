package dev.cellmesh.services.collab;

import static dev.cellmesh.services.collab.Collab.assertProblem;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is bad input refused by name, and leaves nothing behind? */
class BadInputIT {
    private static final String DOCUMENT = "/documents/" + UUID.randomUUID();

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
    void nothingIsLeftBehind() throws Exception {
        assertThat(collab.mesh()
                        .number("SELECT (SELECT count(*) FROM comment) + (SELECT count(*) FROM reaction)"
                                + " + (SELECT count(*) FROM regional_state) + (SELECT count(*) FROM idempotency)"
                                + " + (SELECT count(*) FROM outbox)"))
                .isZero();
    }

    static Stream<String> documents() {
        return Stream.of(
                "",
                "[]",
                "{}",
                "{\"title\":\"a\"}",
                "{\"title\":\"\",\"text\":\"b\"}",
                "{\"title\":null,\"text\":\"b\"}",
                "{\"title\":\"a\",\"text\":7}",
                "{\"title\":\"a\\nb\",\"text\":\"b\"}",
                "{\"title\":\"a\",\"text\":\"\\u0000\"}",
                "{\"title\":\"a\",\"text\":\"\\ud800\"}",
                "{\"title\":\"\\udc00\",\"text\":\"b\"}",
                "{\"title\":\"a\",\"text\":\"b\",\"more\":1}",
                "{\"title\":\"" + "a".repeat(201) + "\",\"text\":\"b\"}",
                "{\"title\":\"a\",\"text\":\"" + "b".repeat(32_769) + "\"}");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aDocumentIsRefused(String body) throws Exception {
        assertProblem(collab.postText(US, "/documents", body), ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void aLargerBodyIsRefusedAsThat() throws Exception {
        String body = "{\"title\":\"a\",\"text\":\"" + "b".repeat(70_000) + "\"}";
        assertProblem(collab.postText(US, "/documents", body), ProblemType.BODY_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\":\"\"}",
                "{\"text\":1}",
                "{\"text\":\"\\u001b\"}",
                "{\"text\":\"\\udfff\"}",
                "{\"text\":\"a\",\"author\":\"bob\"}"
            })
    void aCommentIsRefused(String body) throws Exception {
        assertProblem(collab.postText(US, DOCUMENT + "/comments", body), ProblemType.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\":\"heart\"}",
                "{\"kind\":\"heart\",\"delta\":0}",
                "{\"kind\":\"heart\",\"delta\":2}",
                "{\"kind\":\"heart\",\"delta\":0.5}",
                "{\"kind\":\"heart\",\"delta\":\"1\"}",
                "{\"kind\":\"\",\"delta\":1}",
                "{\"kind\":\"Heart\",\"delta\":1}",
                "{\"kind\":\"heart\\n\",\"delta\":1}",
                "{\"kind\":\"123456789012345678901234567890123\",\"delta\":1}"
            })
    void aReactionIsRefused(String body) throws Exception {
        assertProblem(collab.postText(US, DOCUMENT + "/reactions", body), ProblemType.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=201",
                "?limit=x",
                "?after=",
                "?after=djE6",
                "?after=*",
                "?after=djE6MDAwMDAwMDAwMDAwMDAwMDo"
            })
    void aPageIsRefused(String query) throws Exception {
        assertProblem(collab.mesh().get(US, DOCUMENT + "/comments" + query), ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void anIdThatIsNoneIsRefused() throws Exception {
        assertProblem(collab.mesh().get(US, "/documents/1"), ProblemType.MALFORMED_REQUEST);
        assertProblem(collab.mesh().get(US, DOCUMENT + "%0A"), ProblemType.MALFORMED_REQUEST);
        assertProblem(collab.mesh().get(US, DOCUMENT + "/comments/1"), ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void aTagThatIsNoneIsRefused() throws Exception {
        for (String tag : new String[] {"*", "us-east1:1", "\"us-east1:1\", \"us-east1:2\""}) {
            HttpResponse<String> refused =
                    collab.mesh().write("PUT", US, DOCUMENT, Collab.CONTENT, newKey(), Optional.of(tag));
            assertProblem(refused, ProblemType.MALFORMED_REQUEST);
        }
    }

    @Test
    void aWriteNeedsAKeyAndItsTenant() throws Exception {
        HttpRequest.Builder keyless = collab.mesh()
                .request(US, "/documents")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Collab.CONTENT.encode()));
        assertProblem(collab.mesh().send(keyless), ProblemType.IDEMPOTENCY_KEY_MISSING);
        HttpRequest.Builder foreign = collab.mesh()
                .request(US, "/documents")
                .uri(collab.mesh().uri(US, "/v1/tenants/" + ThreeRegions.OTHER_TENANT + "/documents"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", newKey())
                .POST(HttpRequest.BodyPublishers.ofString(new JsonObject(Collab.CONTENT.encode()).encode()));
        assertProblem(collab.mesh().send(foreign), ProblemType.WRONG_TENANT);
    }
}
