package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a control plane whose database is away? */
class LastResortIT {
    private static final String NEXT = "/v1/routes?after=2&wait=25";

    private static GlobalRing ring;

    @TempDir
    Path stateFolder;

    @BeforeAll
    static void startRing() throws Exception {
        ring = GlobalRing.start();
    }

    @AfterAll
    static void stopRing() throws Exception {
        ring.close();
    }

    @BeforeEach
    void reset() throws Exception {
        ring.reset();
    }

    @Test
    void tellsNodesWhatItLastKnewAndRefusesChanges() throws Exception {
        try (Gate gate = new Gate(ring.endpoint())) {
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
        try (Gate gate = new Gate(ring.endpoint())) {
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

    /** The connection is lost while the write waits behind a lock, and the write goes through all the same. */
    @Test
    void saysWhenNobodyKnowsAndTheKeyTellsLater() throws Exception {
        try (Gate gate = new Gate(ring.endpoint());
                RunningControlPlane plane = RunningControlPlane.start(GlobalRing.config(gate.endpoint()), stateFolder);
                Connection blocker = ring.asApplication();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT epoch FROM route_epoch FOR UPDATE");
            CompletableFuture<HttpResponse<String>> created = CompletableFuture.supplyAsync(() -> create(plane));
            ring.await("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted");
            gate.shut();
            HttpResponse<String> unknown = created.get(20, TimeUnit.SECONDS);
            assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(504);
            assertThat(new JsonObject(unknown.body()).getString("type")).endsWith("/unknown-outcome");

            blocker.rollback();
            ring.await("SELECT count(*) = 1 FROM tenant");
            gate.reopen();
            HttpResponse<String> repeated = plane.create("k1", "acme", "us-east1");
            assertThat(repeated.statusCode()).as(repeated.body()).isEqualTo(201);
            assertThat(repeated.headers().firstValue("Idempotent-Replayed")).hasValue("true");
            assertThat(repeated.body())
                    .isEqualTo(plane.get("/v1/admin/tenants/acme").body());
        }
    }

    @Test
    void aChangeThatOthersHoldUpForTooLongIsRefused() throws Exception {
        try (RunningControlPlane plane = RunningControlPlane.start(ring.config(), stateFolder);
                Connection blocker = ring.asApplication();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT epoch FROM route_epoch FOR UPDATE");
            HttpResponse<String> refused = create(plane);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(new JsonObject(refused.body()).getString("type")).endsWith("/overloaded");
            blocker.rollback();
            assertThat(create(plane).statusCode()).isEqualTo(201);
        }
    }

    private static HttpResponse<String> create(RunningControlPlane plane) {
        try {
            return plane.create("k1", "acme", "us-east1");
        } catch (Exception e) {
            throw new IllegalStateException(e);
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
