package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may happen to the mesh without any request of a tenant failing: other cells for tenants, and no control plane? */
class UnnoticedIT {
    private static final Region US = MeshOptions.REGIONS.get(0);
    private static final Region EUROPE = MeshOptions.REGIONS.get(1);
    private static final Region ASIA = MeshOptions.REGIONS.get(2);
    private static final String ACME = "/v1/admin/tenants/acme";
    private static final int USERS = 2;

    private static Mesh mesh;
    private static Visitor visitor;
    private static MeshClient admin;
    private static String token;

    @BeforeAll
    static void up() throws Exception {
        int base = 10_000;
        while (!new PortPlan(base, MeshOptions.REGIONS, 3).areFree()) {
            base += 600;
        }
        mesh = Mesh.start(
                new MeshOptions(false, 3, Optional.empty(), base, false, Set.of(), List.of("payments", "profiles")),
                Quiet.INSTANCE);
        visitor = new Visitor(mesh);
        admin = new MeshClient(base);
        token = admin.token(null, List.of(Caller.ADMIN), Duration.ofMinutes(30));
    }

    @AfterAll
    static void down() {
        if (mesh != null) {
            mesh.close();
        }
    }

    private static JsonObject data(String path) {
        return admin.admin(path, token).getJsonObject("data");
    }

    private static JsonArray cellsOfAcme() {
        return data(ACME).getJsonObject("cells").getJsonArray(US.name());
    }

    /** A control plane waits half a minute after its start before it takes a step that has to wait for nodes. */
    private static void awaitSteps(BooleanSupplier done) {
        for (int tries = 0; ; tries++) {
            try {
                Visitor.eventually(done::getAsBoolean);
                return;
            } catch (AssertionError notYet) {
                if (tries == 2) {
                    throw notYet;
                }
            }
        }
    }

    @Test
    void tenantsLeaveADrainedCellWhileTheySend() throws Exception {
        String drained = cellsOfAcme().getString(0);
        String cell = "/v1/admin/cells/" + drained;
        try (Traffic near = Traffic.start(visitor, "acme", US, USERS);
                Traffic far = Traffic.start(visitor, "acme", ASIA, USERS)) {
            admin.adminWrite("POST", cell + "/drain", new JsonObject(), Optional.empty(), token);
            awaitSteps(() -> data(cell).getInteger("tenants") == 0);
            assertThat(cellsOfAcme()).hasSize(2).doesNotContain(drained);
            int before = near.answered();
            Visitor.eventually(() -> near.answered() > before + 10);

            String seen = admin.admin(cell, token).getString("etag");
            admin.adminWrite("POST", cell + "/undrain", new JsonObject(), Optional.of(seen), token);
            String tag = admin.admin(ACME, token).getString("etag");
            admin.adminWrite(
                    "POST", ACME + "/resize", new JsonObject().put("cellsPerRegion", 3), Optional.of(tag), token);
            awaitSteps(() -> !data(ACME).containsKey("target"));
            assertThat(cellsOfAcme()).hasSize(3).contains(drained);
            int after = far.answered();
            Visitor.eventually(() -> far.answered() > after + 10);
            assertThat(near.failures()).isEmpty();
            assertThat(far.failures()).isEmpty();
        }
    }

    /** Its database is that of the whole mesh: what tenants keep there is all that they miss. */
    @Test
    void theControlPlaneAndItsDatabaseMayBeGone() throws Exception {
        String account = visitor.open("initech", ASIA, 7);
        String cell = data("/v1/admin/tenants/initech")
                .getJsonObject("cells")
                .getJsonArray(ASIA.name())
                .getString(0);
        try (Traffic us = Traffic.start(visitor, "acme", US, USERS);
                Traffic europe = Traffic.start(visitor, "globex", EUROPE, USERS)) {
            mesh.killNode(MeshPlan.CONTROL_PLANE);
            mesh.killDatabase("global", US.name());
            for (String node : List.of(MeshPlan.edgeId(ASIA), cell)) {
                mesh.killNode(node);
                mesh.startNode(node);
                Visitor.eventually(() -> visitor.balance("initech", ASIA, account) == 7);
            }
            Visitor.eventually(() -> mesh.status().cells().stream()
                    .filter(each -> each.id().equals(cell))
                    .allMatch(MeshStatus.NodeStatus::ready));
            HttpResponse<String> claimed = visitor.post(
                    "acme",
                    EUROPE,
                    "/identities",
                    UUID.randomUUID().toString(),
                    new JsonObject().put("email", "ann@example.com"),
                    0);
            assertThat(claimed.statusCode()).as(claimed.body()).isIn(503, 504);
            int before = us.answered() + europe.answered();
            Visitor.eventually(() -> us.answered() + europe.answered() > before + 50);
            assertThat(us.failures()).isEmpty();
            assertThat(europe.failures()).isEmpty();
        } finally {
            mesh.startDatabase("global", US.name());
            mesh.startNode(MeshPlan.CONTROL_PLANE);
        }
        Visitor.eventually(() -> mesh.status().ready());
        visitor.createTenant("afterwards", ASIA);
    }
}
