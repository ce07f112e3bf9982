package dev.cellmesh.local.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.MeshProgress;
import dev.cellmesh.local.mesh.PortPlan;
import dev.cellmesh.model.CellId;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeConfigJson;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A comparison is fair only if both do the same: against a cell of a real mesh. */
class BareServerIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TENANT = "acme";

    private static Mesh mesh;
    private static BareServer bare;
    private static String cellUrl;
    private static String token;

    @BeforeAll
    static void up() throws Exception {
        int base = 10_000;
        while (!new PortPlan(base, MeshOptions.REGIONS, 1).areFree()) {
            base += 600;
        }
        mesh = Mesh.start(
                new MeshOptions(false, 1, Optional.empty(), base, true, Set.of(), List.of("payments")), new Nobody());
        CellId cell = mesh.ports().cells().getFirst();
        NodeConfig config = NodeConfigJson.read(
                Files.readString(mesh.folder().resolve("nodes").resolve(cell + ".json")));
        bare = BareServer.start(config, 0);
        cellUrl = "http://" + mesh.ports().cell(cell);
        token = mesh.mintToken("test", TENANT, Set.of(), Duration.ofHours(1));
    }

    @AfterAll
    static void down() {
        if (bare != null) {
            bare.close();
        }
        if (mesh != null) {
            mesh.close();
        }
    }

    private static final class Nobody implements MeshProgress {
        @Override
        public void part(String name, long millis) {}

        @Override
        public void note(String text) {}
    }

    private static String bareUrl() {
        return "http://127.0.0.1:" + bare.port();
    }

    private static HttpResponse<String> get(String url, String account) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url + "/v1/tenants/" + TENANT + "/accounts/" + account))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String url, String what, JsonObject body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url + "/v1/tenants/" + TENANT + "/" + what))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String open(long balance) throws Exception {
        HttpResponse<String> opened = post(
                cellUrl,
                "accounts",
                new JsonObject()
                        .put("currency", "EUR")
                        .put("openingBalance", balance)
                        .put("label", "f\u00fcr <alle>"));
        assertThat(opened.statusCode()).isEqualTo(201);
        return new JsonObject(opened.body()).getJsonObject("data").getString("id");
    }

    private static JsonObject moving(String from, String to, long amount) {
        return new JsonObject()
                .put("from", from)
                .put("to", to)
                .put("amount", amount)
                .put("currency", "EUR");
    }

    @Test
    void itReadsTheSameBytesAsACell() throws Exception {
        String account = open(1_000);
        HttpResponse<String> ofCell = get(cellUrl, account);
        HttpResponse<String> ofBare = get(bareUrl(), account);
        assertThat(ofCell.statusCode()).isEqualTo(200);
        assertThat(ofBare.statusCode()).isEqualTo(200);
        assertThat(ofBare.body()).isEqualTo(ofCell.body());
        assertThat(ofBare.headers().firstValue("Content-Type"))
                .isEqualTo(ofCell.headers().firstValue("Content-Type"));
    }

    @Test
    void itMovesMoneyAsACellDoes() throws Exception {
        String from = open(1_000);
        String to = open(0);
        HttpResponse<String> ofCell = post(cellUrl, "transfers", moving(from, to, 100));
        HttpResponse<String> ofBare = post(bareUrl(), "transfers", moving(from, to, 100));
        assertThat(ofCell.statusCode()).isEqualTo(201);
        assertThat(ofBare.statusCode()).isEqualTo(201);
        JsonObject first = new JsonObject(ofCell.body());
        JsonObject second = new JsonObject(ofBare.body());
        assertThat(second.fieldNames()).isEqualTo(first.fieldNames());
        assertThat(second.getJsonObject("data").fieldNames())
                .isEqualTo(first.getJsonObject("data").fieldNames());
        assertThat(second.getJsonObject("data").getLong("fromVersion"))
                .isEqualTo(first.getJsonObject("data").getLong("fromVersion") + 1);
        assertThat(second.getJsonObject("data").getLong("toVersion"))
                .isEqualTo(first.getJsonObject("data").getLong("toVersion") + 1);
        assertThat(balance(from)).isEqualTo(800);
        assertThat(balance(to)).isEqualTo(200);
        // And the cell knows it as one of its own.
        HttpResponse<String> known = HTTP.send(
                HttpRequest.newBuilder(URI.create(cellUrl + "/v1/tenants/" + TENANT + "/transfers/"
                                + second.getJsonObject("data").getString("id")))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(new JsonObject(known.body())).isEqualTo(second);
    }

    @Test
    void whatTheStatementRefusesMovesNothing() throws Exception {
        String from = open(10);
        String to = open(0);
        assertThat(post(bareUrl(), "transfers", moving(from, to, 11)).statusCode())
                .isEqualTo(422);
        assertThat(balance(from)).isEqualTo(10);
        assertThat(balance(to)).isZero();
    }

    @Test
    void itServesNothingElse() throws Exception {
        assertThat(get(bareUrl(), UUID.randomUUID().toString()).statusCode()).isEqualTo(404);
        assertThat(post(bareUrl(), "accounts", new JsonObject()).statusCode()).isEqualTo(404);
    }

    private static long balance(String account) throws Exception {
        return new JsonObject(get(cellUrl, account).body())
                .getJsonObject("data")
                .getLong("balance");
    }
}
