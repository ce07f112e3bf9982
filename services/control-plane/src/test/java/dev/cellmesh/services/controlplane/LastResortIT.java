package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a control plane whose database is away? */
class LastResortIT {
    private static final String NEXT = "/v1/routes?after=2&wait=25";

    @TempDir
    Path stateFolder;

    @Test
    void tellsNodesWhatItLastKnewAndRefusesChanges() throws Exception {
        try (GlobalRing ring = GlobalRing.start();
                Gate gate = new Gate(ring.endpoint())) {
            String routes;
            try (RunningControlPlane plane =
                    RunningControlPlane.start(GlobalRing.config(gate.endpoint()), stateFolder)) {
                assertThat(plane.create("k1", "acme", "us-east1").statusCode()).isEqualTo(201);
                routes = plane.get("/v1/routes").body();
                gate.shut();

                assertThat(plane.get("/v1/routes").body()).isEqualTo(routes);
                assertThat(plane.isReady()).isTrue();
                assertUnavailable(plane.create("k2", "globex", "us-east1"));
                assertUnavailable(plane.get("/v1/admin/tenants/acme"));
                assertUnavailable(plane.get("/v1/admin/tenants"));
                assertUnavailable(plane.get("/v1/admin/audit"));
            }
            try (RunningControlPlane restarted =
                    RunningControlPlane.start(GlobalRing.config(gate.endpoint()), stateFolder)) {
                assertThat(restarted.get("/v1/routes").body()).isEqualTo(routes);
                assertThat(restarted.isReady()).isTrue();
                assertUnavailable(restarted.create("k2", "globex", "us-east1"));

                CompletableFuture<HttpResponse<String>> waiting = restarted.getLater(NEXT);
                try (RunningControlPlane other = RunningControlPlane.start(ring.config(), stateFolder.resolve("2"))) {
                    assertThat(other.create("k2", "globex", "us-east1").statusCode())
                            .isEqualTo(201);
                }
                gate.reopen();
                HttpResponse<String> healed = waiting.get(20, TimeUnit.SECONDS);
                assertThat(RouteSnapshotJson.fromJson(new JsonObject(healed.body()))
                                .routeOf(new TenantId("globex")))
                        .isPresent();
            }
        }
    }

    @Test
    void knowsNothingBeforeItEverReachedItsDatabase() throws Exception {
        try (GlobalRing ring = GlobalRing.start();
                Gate gate = new Gate(ring.endpoint())) {
            gate.shut();
            try (RunningControlPlane plane =
                    RunningControlPlane.start(GlobalRing.config(gate.endpoint()), stateFolder)) {
                assertThat(plane.isReady()).isFalse();
                assertThat(plane.get("/v1/routes").statusCode()).isEqualTo(204);
                CompletableFuture<HttpResponse<String>> waiting = plane.getLater("/v1/routes?wait=25");
                gate.reopen();
                assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
                assertThat(plane.isReady()).isTrue();
            }
        }
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getString("type")).endsWith("/region-unavailable");
        assertThat(problem.getString("region")).isEqualTo("global");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
}
