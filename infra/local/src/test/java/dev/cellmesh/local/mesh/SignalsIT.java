package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.metrics.ScrapedMetrics;
import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Does a whole mesh know how it is: by its edges, by its cells, and where the two do not agree? Later tests find what earlier ones killed. */
@TestMethodOrder(OrderAnnotation.class)
class SignalsIT {
    private static final Region US = MeshOptions.REGIONS.get(0);
    private static final Region EUROPE = MeshOptions.REGIONS.get(1);
    private static final Region ASIA = MeshOptions.REGIONS.get(2);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Mesh mesh;
    private static Visitor visitor;
    private static String admin;

    @BeforeAll
    static void up() throws Exception {
        mesh = Mesh.start(MeshIT.options(Optional.empty()).withCellLinks(true), Quiet.INSTANCE);
        visitor = new Visitor(mesh);
        admin = mesh.mintToken("it", null, Set.of(Caller.ADMIN), Duration.ofMinutes(10));
    }

    @AfterAll
    static void down() {
        if (mesh != null) {
            mesh.close();
        }
    }

    private static JsonObject signals() throws Exception {
        URI uri = URI.create("http://" + mesh.ports().controlPlane() + "/v1/admin/signals");
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + admin)
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body()).getJsonObject("data");
    }

    private static JsonObject one(JsonArray all, String key, Object value) {
        return IntStream.range(0, all.size())
                .mapToObj(all::getJsonObject)
                .filter(each -> each.getString(key).equals(value.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject region(Region region) throws Exception {
        return one(signals().getJsonArray("regions"), "region", region);
    }

    private static JsonObject cell(CellId cell) throws Exception {
        return one(signals().getJsonArray("cells"), "cell", cell);
    }

    private static boolean is(Region region, String state) throws Exception {
        return region(region).getString("state").equals(state);
    }

    private static void cut(CellId cell, String how) throws Exception {
        URI uri = URI.create("http://" + mesh.ports().mesh() + "/cells/" + cell + "/link");
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(
                                new JsonObject().put("cut", how).encode()))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    @Test
    @Order(1)
    void aMeshThatIsWellIsHealthyEverywhere() {
        visitor.balance("acme", EUROPE, visitor.open("acme", US, 5));
        for (Region region : MeshOptions.REGIONS) {
            Visitor.eventually(() -> is(region, "healthy"));
            Visitor.eventually(() -> region(region).getLong("lagMillis") != null);
        }
        Visitor.eventually(() ->
                one(signals().getJsonArray("budgets"), "profile", "openAccount").getDouble("remaining") == 1);
    }

    @Test
    @Order(2)
    void everyMetricIsListed() throws Exception {
        MeshStatus status = mesh.status();
        List<MeshStatus.NodeStatus> nodes = Stream.of(List.of(status.controlPlane()), status.edges(), status.cells())
                .flatMap(List::stream)
                .toList();
        StringBuilder shown = new StringBuilder();
        for (MeshStatus.NodeStatus node : nodes) {
            HttpRequest scrape = HttpRequest.newBuilder(URI.create(node.opsUrl() + "/metrics"))
                    .build();
            shown.append(HTTP.send(scrape, BodyHandlers.ofString()).body());
        }
        ScrapedMetrics.of(shown.toString()).assertThatAllAreDeclared();
    }

    @Test
    @Order(3)
    void aCellThatIsWellBehindABrokenWayIsADisagreement() throws Exception {
        String account = visitor.open("acme", US, 5);
        CellId gray = mesh.ports().cells(US).getFirst();
        cut(gray, "reset");
        Visitor.eventually(() -> {
            visitor.balance("acme", US, account);
            JsonObject seen = cell(gray);
            return seen.getString("state").equals("healthy")
                    && seen.getString("disagreement").equals("edges-see-worse");
        });
        cut(gray, "none");
        Visitor.eventually(() -> {
            visitor.balance("acme", US, account);
            return cell(gray).getString("disagreement").equals("none");
        });
    }

    @Test
    @Order(4)
    void silenceBecomesUnknown() {
        mesh.ports().cells(EUROPE).forEach(cell -> mesh.killNode(cell.toString()));
        mesh.killNode(EUROPE + "-edge");
        Visitor.eventually(() -> is(EUROPE, "unknown"));
        mesh.ports().cells(EUROPE).forEach(cell -> mesh.startNode(cell.toString()));
        mesh.startNode(EUROPE + "-edge");
        Visitor.eventually(() -> is(EUROPE, "healthy"));
    }

    @Test
    @Order(5)
    void aDeadRegionIsUnhealthyAndTheOthersAreNot() {
        mesh.ports().cells(ASIA).forEach(cell -> mesh.killNode(cell.toString()));
        Visitor.eventually(() -> {
            visitor.tryOpen("initech", US, 1);
            return is(ASIA, "unhealthy");
        });
        Visitor.eventually(() -> is(US, "healthy"));
    }
}
