package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.consistency.ProfilesDocument;
import dev.cellmesh.runtime.consistency.PublishedProfile;
import dev.cellmesh.runtime.consistency.PublishedProfiles;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.Experiment;
import dev.cellmesh.runtime.node.FeatureFlag;
import dev.cellmesh.runtime.node.Population;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The edge stands in us-east1, behind a CDN that tells the country; acme is at home there, and has a cell in europe-west1. */
class EdgeRegionsIT extends EdgeFixture {
    private static final ProfilesDocument PROFILES = new PublishedProfiles(List.of(
                    published("GET", "tags", read(Residence.EVERY_REGION, Level.EVENTUAL)),
                    published("POST", "tags", write(Residence.EVERY_REGION)),
                    published("GET", "account", read(Residence.HOME, Level.STRONG)),
                    published("POST", "email", write(Residence.GLOBAL))))
            .document();

    private volatile int pongStatus = 204;
    private final AtomicInteger pings = new AtomicInteger();
    private HttpServer otherEdge;

    private static ReadProfile read(Residence residence, Level level) {
        return ReadProfile.of("x", residence, ConflictRule.VERSION, level);
    }

    private static WriteProfile write(Residence residence) {
        return new WriteProfile("x", residence, ConflictRule.VERSION, Durability.LOCAL, Precondition.IGNORED);
    }

    private static PublishedProfile published(String method, String entity, Profile profile) {
        return new PublishedProfile("things", method + entity, method, "/v1/tenants/{tenant}/" + entity, profile);
    }

    @BeforeEach
    void start() {
        otherEdge = others.createHttpServer()
                .requestHandler(request -> {
                    pings.incrementAndGet();
                    request.response()
                            .setStatusCode(request.path().equals("/v1/ping") ? pongStatus : 404)
                            .end();
                })
                .listen(0, "127.0.0.1")
                .await();
        cells.values()
                .forEach(
                        cell -> cell.tellsProfiles(request -> request.response().end(PROFILES.body())));
        routing = new EdgeRouting(
                Map.of(US.name(), Endpoint.local(1), EU.name(), Endpoint.local(otherEdge.actualPort())),
                Map.of(US.name(), "https://us.example", EU.name(), "https://eu.example:8443"),
                List.of("CF-IPCountry"),
                Map.of("DE", EU.name(), "US", US.name()),
                List.of(new FeatureFlag("search", Population.TENANTS, 0, Map.of(US.name(), 100.0))),
                List.of(new Experiment("price", Population.TENANTS, 1_000)));
    }

    private void startKnowing() {
        startEdge();
        await(() -> meters.get("cellmesh.edge.operations.known").gauge().value() == 4);
    }

    private String regionOf(String method, String entity, String... headers) {
        String request = head(method, "/v1/tenants/acme/" + entity, headers)
                + (method.equals("POST") ? "Idempotency-Key: k1\r\nContent-Length: 0\r\n\r\n" : "\r\n");
        RawClient.Answer answer = ask(request);
        return answer.status() == 200
                ? CellId.parse(answer.header("X-Cell")).region().name()
                : answer.problem();
    }

    @Test
    void aReadThatAnyRegionMayServeFollowsTheHint() {
        startKnowing();
        assertThat(regionOf("GET", "tags")).isEqualTo(US.name());
        assertThat(regionOf("GET", "tags", "X-User-Region: europe-west1")).isEqualTo(EU.name());
        assertThat(regionOf("GET", "tags", "CF-IPCountry: DE")).isEqualTo(EU.name());
        assertThat(regionOf("GET", "tags", "CF-IPCountry: DE", "X-User-Region: us-east1"))
                .isEqualTo(US.name());
        assertThat(regionOf("GET", "tags", "X-User-Region: moon-1")).isEqualTo(US.name());
        assertThat(regionOf("GET", "tags", "X-User-Region: what?")).isEqualTo("malformed-request");
    }

    @Test
    void nothingElseFollowsIt() {
        startKnowing();
        assertThat(regionOf("POST", "tags", "X-User-Region: europe-west1")).isEqualTo(US.name());
        assertThat(regionOf("POST", "email", "X-User-Region: europe-west1")).isEqualTo(US.name());
        assertThat(regionOf("GET", "account", "X-User-Region: europe-west1")).isEqualTo(US.name());
        assertThat(regionOf("GET", "unheard-of", "CF-IPCountry: DE")).isEqualTo(US.name());
    }

    @Test
    void whenNobodyHereIsLeftTheNextRegionServesTheRead() {
        startKnowing();
        cell(1).stop();
        cell(2).stop();
        assertThat(regionOf("GET", "tags")).isEqualTo(EU.name());
        assertThat(regionOf("POST", "tags")).isEqualTo("region-unavailable");
    }

    @Test
    void cellsHearWhatIsSwitchedOnAndFromTheEdgeAlone() {
        startEdge();
        ask(get("X-Cellmesh-Flags: evil", "X-Cellmesh-Buckets: price=1", "CF-IPCountry: DE"));
        MultiMap seen = seenAtCells().findFirst().orElseThrow().headers();
        assertThat(seen.getAll("X-Cellmesh-Flags")).containsExactly("search");
        assertThat(seen.getAll("X-Cellmesh-Buckets")).containsExactly("price=35");
        assertThat(seen.contains("CF-IPCountry")).isFalse();
    }

    private JsonObject edges(String... headers) {
        RawClient.Answer answer =
                ask("GET /v1/edges HTTP/1.1\r\nHost: e\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        return new JsonObject(answer.text()).getJsonObject("data");
    }

    private JsonObject europe() {
        return edges("X-A: b").getJsonArray("edges").getJsonObject(0);
    }

    @Test
    void everybodyIsToldWhereTheEdgesAreAndHowFar() {
        startEdge();
        await(() -> europe().getBoolean("reachable"));
        assertThat(europe().getString("region")).isEqualTo(EU.name());
        assertThat(europe().getString("baseUrl")).isEqualTo("https://eu.example:8443");
        assertThat(europe().getDouble("latencyMillis")).isPositive();
        assertThat(meters.get("cellmesh.edge.region.distance")
                        .tag("region", EU.name())
                        .timeGauge()
                        .value())
                .isPositive();
        JsonObject data = edges("CF-IPCountry: DE");
        assertThat(data.getString("region")).isEqualTo(US.name());
        assertThat(data.getString("suggestedRegion")).isEqualTo(EU.name());
        JsonObject here = data.getJsonArray("edges").getJsonObject(1);
        assertThat(here.getString("region")).isEqualTo(US.name());
        assertThat(here.getDouble("latencyMillis")).isZero();
        assertThat(here.getBoolean("reachable")).isTrue();
    }

    @Test
    void anEdgeThatCannotServeIsNotReachable() {
        pongStatus = 503;
        startEdge();
        await(() -> pings.get() > 0);
        assertThat(europe().getBoolean("reachable")).isFalse();
        assertThat(europe().getValue("latencyMillis")).isNull();
    }

    @Test
    void aPingIsAnsweredByWhoeverCanServe() {
        startEdge();
        RawClient.Answer pong = ask("GET /v1/ping HTTP/1.1\r\nHost: e\r\n\r\n");
        assertThat(pong.status()).isEqualTo(204);
        assertThat(pong.header("Cache-Control")).isEqualTo("no-store");
        assertThat(pong.header("Content-Length")).isNull();
        RawClient.Answer post = ask("POST /v1/ping HTTP/1.1\r\nHost: e\r\nContent-Length: 0\r\n\r\n");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("Allow")).isEqualTo("GET");
    }
}
