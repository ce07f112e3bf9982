package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A control plane over an empty mesh, for each test. */
abstract class ControlPlaneUnderTest {
    static final String TENANTS = "/v1/admin/tenants";
    static GlobalRing ring;

    @TempDir
    Path stateFolder;

    RunningControlPlane plane;

    @BeforeAll
    static void startRing() throws Exception {
        ring = GlobalRing.start();
    }

    @AfterAll
    static void stopRing() throws Exception {
        ring.close();
    }

    @BeforeEach
    void start() throws Exception {
        ring.reset();
        plane = RunningControlPlane.start(ring.config(), stateFolder);
    }

    @AfterEach
    void stop() throws Exception {
        plane.close();
    }

    HttpResponse<String> suspend(String key, String tenant, String... headers) throws Exception {
        return plane.post(TENANTS + "/" + tenant + "/suspend", key, "", headers);
    }

    HttpResponse<String> resume(String key, String tenant, String... headers) throws Exception {
        return plane.post(TENANTS + "/" + tenant + "/resume", key, "", headers);
    }

    RouteSnapshot routes(long after) throws Exception {
        return snapshot(plane.get("/v1/routes?after=" + after));
    }

    static RouteSnapshot snapshot(HttpResponse<String> response) {
        return RouteSnapshotJson.fromJson(new JsonObject(response.body()));
    }

    List<JsonObject> audit() throws Exception {
        JsonArray data = new JsonObject(plane.get("/v1/admin/audit?limit=200").body()).getJsonArray("data");
        return IntStream.range(0, data.size()).mapToObj(data::getJsonObject).toList();
    }
}
