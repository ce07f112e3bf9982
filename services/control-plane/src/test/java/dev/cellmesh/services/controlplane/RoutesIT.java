package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Are nodes told what the mesh is made of, as soon as it changes? */
class RoutesIT extends ControlPlaneUnderTest {
    @Test
    void registersItsMembershipOnce() throws Exception {
        assertThat(plane.isReady()).isTrue();
        RouteSnapshot first = routes(0);
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(first.writerEpochs())
                .containsOnlyKeys(
                        RingId.of(new Region("us-east1")), RingId.of(new Region("europe-west1")), RingId.GLOBAL)
                .containsValue(1L);
        try (RunningControlPlane second = RunningControlPlane.start(ring.config(), stateFolder.resolve("second"))) {
            assertThat(second.isReady()).isTrue();
        }
        assertThat(routes(0).epoch()).isEqualTo(1);
    }

    @Test
    void addsCellsThatAreNewAndLeavesPlacementsAlone() throws Exception {
        plane.create("k1", "acme", "us-east1");
        Set<CellId> before = cells(routes(0), "acme");
        try (RunningControlPlane larger = RunningControlPlane.start(ring.config(), stateFolder.resolve("2"), 6)) {
            RouteSnapshot after = snapshot(larger.get("/v1/routes?after=0"));
            assertThat(after.epoch()).isEqualTo(3);
            assertThat(cells(after, "acme")).isEqualTo(before);
        }
        assertThat(audit().getFirst().getString("action")).isEqualTo("membership.register");
    }

    @Test
    void longPollWakesOnAChangeHereAndElsewhere() throws Exception {
        try (RunningControlPlane other = RunningControlPlane.start(ring.config(), stateFolder.resolve("2"))) {
            CompletableFuture<HttpResponse<String>> here = plane.getLater("/v1/routes?after=1&wait=25");
            CompletableFuture<HttpResponse<String>> elsewhere = other.getLater("/v1/routes?after=1&wait=25");
            plane.create("k1", "acme", "us-east1");
            for (CompletableFuture<HttpResponse<String>> answer : List.of(here, elsewhere)) {
                HttpResponse<String> response = answer.get(20, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(snapshot(response).routeOf(new TenantId("acme"))).isPresent();
            }
        }
        HttpResponse<String> nothing = plane.get("/v1/routes?after=2&wait=1");
        assertThat(nothing.statusCode()).isEqualTo(204);
        assertThat(nothing.body()).isEmpty();
    }

    @Test
    void drainingRefusesNewWorkAndLetsWaitersGo() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = plane.getLater("/v1/routes?after=1&wait=25");
        plane.drain();
        assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        Answers.assertProblem(plane.create("k1", "acme", "us-east1"), 503, "draining");
    }

    private static Set<CellId> cells(RouteSnapshot routes, String tenant) {
        Set<CellId> cells = new HashSet<>();
        routes.routeOf(new TenantId(tenant)).orElseThrow().cells().values().forEach(cells::addAll);
        return cells;
    }
}
