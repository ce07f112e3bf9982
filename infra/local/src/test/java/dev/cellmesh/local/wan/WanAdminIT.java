package dev.cellmesh.local.wan;

import static dev.cellmesh.local.wan.Peers.ASIA;
import static dev.cellmesh.local.wan.Peers.EAST;
import static dev.cellmesh.local.wan.Peers.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does the admin API answer? */
class WanAdminIT {
    private static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newHttpClient();
    private Vertx vertx;
    private WanFabric fabric;
    private int port;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        fabric = WanFabric.open(Peers.ALL, RoundTrips.WORLD, 7);
        Router router = Router.router(vertx);
        WanAdmin.mount(router, fabric);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(Peers.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        port = server.actualPort();
    }

    @AfterEach
    void close() throws Exception {
        http.close();
        fabric.close();
        vertx.close().await(Peers.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private HttpResponse<String> ask(String method, String path, String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMillis(Peers.PATIENCE_MILLIS))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("content-type", type);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void listsAllDirectionsAndListeners() throws Exception {
        fabric.link(EAST, WEST, dev.cellmesh.runtime.node.Endpoint.local(1));
        JsonObject answer = new JsonObject(ask("GET", "/links", "", "").body());
        assertThat(answer.getJsonArray("links")).hasSize(6);
        assertThat(answer.getJsonArray("listeners")).hasSize(1);
        JsonObject first = answer.getJsonArray("links").getJsonObject(0);
        assertThat(first.getString("from")).isEqualTo(EAST.name());
        assertThat(first.getJsonObject("conditions").getDouble("delayMillis")).isEqualTo(40);
        assertThat(first.getJsonObject("counters").getLong("flights")).isZero();
    }

    @Test
    void changesOneDirectionAndKeepsWhatIsNotNamed() throws Exception {
        HttpResponse<String> answer = ask("PUT", "/links/us-east1/europe-west1", JSON, "{\"jitterMillis\": 3}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getJsonArray("links")).hasSize(1);
        assertThat(fabric.conditions(EAST, WEST))
                .isEqualTo(fabric.usual(EAST, WEST).withJitterMillis(3));
        assertThat(fabric.conditions(WEST, EAST)).isEqualTo(fabric.usual(WEST, EAST));
    }

    @Test
    void changesBothDirectionsAndRestoresThem() throws Exception {
        String path = "/links/us-east1/asia-southeast1?direction=both";
        String body =
                "{\"delayMillis\": 5, \"bandwidthBytesPerSecond\": 1000, \"stalled\": true, \"cut\": \"blackhole\"}";
        assertThat(ask("PUT", path, JSON, body).statusCode()).isEqualTo(200);
        LinkConditions asked = new LinkConditions(5, 0, 1000, true, Cut.BLACKHOLE);
        assertThat(fabric.conditions(EAST, ASIA)).isEqualTo(asked);
        assertThat(fabric.conditions(ASIA, EAST)).isEqualTo(asked);
        assertThat(ask("DELETE", path, "", "").statusCode()).isEqualTo(200);
        assertThat(fabric.conditions(EAST, ASIA)).isEqualTo(fabric.usual(EAST, ASIA));
        assertThat(fabric.conditions(ASIA, EAST)).isEqualTo(fabric.usual(ASIA, EAST));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /links/us-east1/europe-west1 | application/json | {\"delayMillis\": -1} | 400",
                "PUT | /links/us-east1/europe-west1 | application/json | {\"delayMillis\": 1, \"cut\": \"x\"} | 400",
                "PUT | /links/us-east1/europe-west1 | application/json | {} | 400",
                "PUT | /links/us-east1/europe-west1 | application/json | '' | 400",
                "PUT | /links/us-east1/europe-west1 | application/json | {\"delay | 400",
                "PUT | /links/us-east1/europe-west1 | application/json | [1] | 400",
                "PUT | /links/us-east1/europe-west1 | application/json | null | 400",
                "PUT | /links/us-east1/europe-west1 | application/json | 5 | 400",
                "PUT | /links/us-east1/europe-west1 | text/plain | {\"delayMillis\": 1} | 415",
                "PUT | /links/us-east1/europe-west1 | application/x-www-form-urlencoded | a=b | 415",
                "PUT | /links/us-east1/europe-west1?direction=up | application/json | {\"delayMillis\": 1} | 400",
                "PUT | /links/us-east1/mars | application/json | {\"delayMillis\": 1} | 404",
                "PUT | /links/us-east1/us-east1 | application/json | {\"delayMillis\": 1} | 404",
                "DELETE | /links/Mars%20/us-east1 | '' | '' | 404",
                "DELETE | /links/us-east1/europe-west1?direction= | '' | '' | 400",
                "GET | /links/mars/us-east1 | '' | '' | 404"
            })
    void badInputIsAProblemAndChangesNothing(String method, String path, String type, String body, int status)
            throws Exception {
        HttpResponse<String> answer = ask(method, path, type, body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue(Problem.CONTENT_TYPE);
        assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("detail")).isNotBlank();
        assertThat(fabric.conditions(EAST, WEST)).isEqualTo(fabric.usual(EAST, WEST));
    }

    @Test
    void aHugeBodyIsRefused() throws Exception {
        String body = "{\"delayMillis\": 1" + " ".repeat(100_000) + "}";
        HttpResponse<String> answer = ask("PUT", "/links/us-east1/europe-west1", JSON, body);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("content-type")).hasValue(Problem.CONTENT_TYPE);
    }

    @Test
    void oneCellAloneIsBrokenAndHealed() throws Exception {
        Endpoint target = Endpoint.local(port);
        Endpoint one = fabric.before("east-c01", EAST, target);
        Endpoint other = fabric.before("east-c02", EAST, target);
        assertThat(fabric.before("east-c01", EAST, target)).isEqualTo(one);

        assertThat(ask("PUT", "/cells/east-c01/link", JSON, "{\"cut\":\"reset\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(reaches(one)).isFalse();
        assertThat(reaches(other)).isTrue();

        assertThat(ask("DELETE", "/cells/east-c01/link", "", "").statusCode()).isEqualTo(204);
        assertThat(reaches(one)).isTrue();
    }

    @Test
    void aCellWithoutALinkIsUnknown() throws Exception {
        assertThat(ask("PUT", "/cells/east-c09/link", JSON, "{\"delayMillis\":5}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(ask("DELETE", "/cells/east-c09/link", "", "").statusCode()).isEqualTo(404);
        fabric.before("east-c09", EAST, Endpoint.local(port));
        assertThat(ask("PUT", "/cells/east-c09/link", JSON, "{\"delay\":5}").statusCode())
                .isEqualTo(400);
    }

    private boolean reaches(Endpoint door) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + door + "/links"))
                .timeout(Duration.ofMillis(Peers.PATIENCE_MILLIS))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (java.io.IOException broken) {
            return false;
        }
    }
}
