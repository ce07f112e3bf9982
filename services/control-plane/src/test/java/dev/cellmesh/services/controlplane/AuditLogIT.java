package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.route.RouteSnapshot;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Is every change in the log, in one order, for good? */
class AuditLogIT extends ControlPlaneUnderTest {
    @Test
    void everyChangeIsInTheAuditLog() throws Exception {
        plane.create("k1", "acme", "us-east1");
        plane.create("k1", "acme", "us-east1");
        plane.create("k2", "acme", "us-east1");
        suspend("k3", "acme");
        List<JsonObject> audit = audit();
        assertThat(audit.stream().map(entry -> entry.getString("action")).toList())
                .containsExactly("tenant.suspend", "tenant.create", "membership.register");
        JsonObject suspended = audit.getFirst();
        assertThat(suspended.getString("actor")).isEqualTo("ada");
        assertThat(suspended.getString("subject")).isEqualTo("acme");
        assertThat(suspended.getJsonObject("before").getInteger("version")).isEqualTo(1);
        assertThat(suspended.getJsonObject("after").getInteger("version")).isEqualTo(2);
        assertThat(audit.get(1).getValue("before")).isNull();
        JsonObject page = new JsonObject(plane.get("/v1/admin/audit?limit=2").body());
        assertThat(page.getJsonArray("data")).hasSize(2);
        JsonObject rest = new JsonObject(plane.get("/v1/admin/audit?limit=2&after=" + page.getString("next"))
                .body());
        assertThat(rest.getJsonArray("data")).hasSize(1);
        assertThat(rest.containsKey("next")).isFalse();
    }

    /** Both decide on what they last saw, so nearly every change finds the other one's first. */
    @Test
    void twoControlPlanesChangeTheMeshInOneOrder() throws Exception {
        int each = 12;
        try (RunningControlPlane other = RunningControlPlane.start(ring.config(), stateFolder.resolve("2"))) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                answers.add(createLater(plane, "a-" + i, "tenant-a" + i));
                answers.add(createLater(other, "b-" + i, "tenant-b" + i));
                // The same id from both sides under different keys: one of them wins.
                answers.add(createLater(plane, "c-" + i, "tenant-c" + i));
                answers.add(createLater(other, "d-" + i, "tenant-c" + i));
            }
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                statuses.add(answer.get(30, TimeUnit.SECONDS).statusCode());
            }
            assertThat(statuses).containsOnly(201, 409);
            assertThat(Collections.frequency(statuses, 201)).isEqualTo(3 * each);
            assertThat(Collections.frequency(statuses, 409)).isEqualTo(each);
        }
        List<JsonObject> audit = audit();
        assertThat(audit).hasSize(1 + 3 * each);
        assertThat(audit.stream().map(entry -> entry.getLong("epoch")).toList())
                .isEqualTo(IntStream.iterate(1 + 3 * each, epoch -> epoch > 0, epoch -> epoch - 1)
                        .mapToObj(Long::valueOf)
                        .toList());
        for (int i = 0; i + 1 < audit.size(); i++) {
            assertThat(audit.get(i).getString("previousHash"))
                    .isEqualTo(audit.get(i + 1).getString("hash"));
        }
        RouteSnapshot routes = routes(0);
        Set<Set<CellId>> sets = new HashSet<>();
        routes.tenants().values().forEach(route -> sets.add(Set.copyOf(route.cellsIn(new Region("us-east1")))));
        // c01 and c04 are in one zone, so theirs is no set.
        assertThat(sets).hasSize(5);
    }

    @Test
    void theApplicationCannotChangeTheAuditLog() throws Exception {
        plane.create("k1", "acme", "us-east1");
        for (String forbidden : List.of(
                "UPDATE audit_log SET actor = 'nobody'",
                "DELETE FROM audit_log",
                "TRUNCATE audit_log",
                "DROP TABLE audit_log",
                "DELETE FROM tenant",
                "UPDATE region SET region_name = 'mars'")) {
            assertThat(ring.refusal(forbidden)).as(forbidden).isEqualTo("42501");
        }
    }

    @Test
    void notEvenWhenItOwnsTheTables() throws Exception {
        try (GlobalRing owned = GlobalRing.startOwnedByTheApplication();
                RunningControlPlane owning = RunningControlPlane.start(owned.config(), stateFolder.resolve("owning"))) {
            assertThat(owning.create("k1", "acme", "us-east1").statusCode()).isEqualTo(201);
            for (String forbidden :
                    List.of("UPDATE audit_log SET actor = 'nobody'", "DELETE FROM audit_log", "TRUNCATE audit_log")) {
                assertThat(owned.refusal(forbidden)).as(forbidden).isEqualTo("42501");
            }
        }
    }

    private static CompletableFuture<HttpResponse<String>> createLater(RunningControlPlane at, String key, String id) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return at.create(key, id, "us-east1");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
