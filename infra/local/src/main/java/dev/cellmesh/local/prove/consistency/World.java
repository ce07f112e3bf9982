package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshStatus.NodeStatus;
import dev.cellmesh.local.prove.Tally;
import dev.cellmesh.local.prove.TenantApi;
import dev.cellmesh.local.prove.Violation;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** In what mesh are promises checked, and how hard? */
final class World {
    static final String HOME = "us-east1";
    static final String FARTHEST = "asia-southeast1";
    private static final Duration TOKEN_VALID = Duration.ofHours(6);
    private static final int FULL_PERCENT = 100;

    final MeshClient mesh;
    final Tally tally = new Tally();
    final TenantApi api = new TenantApi(tally);
    final Optional<Guarantee> broken;
    private final int percent;
    private final long seed;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final Map<String, String> edges = new LinkedHashMap<>();

    /** @param percent of the full numbers, 1 to 100 */
    World(MeshClient mesh, long seed, int percent, Optional<Guarantee> broken) {
        this.mesh = mesh;
        this.seed = seed;
        this.percent = percent;
        this.broken = broken;
        for (NodeStatus edge : mesh.status().edges()) {
            edges.put(edge.region(), edge.url());
        }
    }

    boolean isBroken(Guarantee guarantee) {
        return broken.filter(guarantee::equals).isPresent();
    }

    /** At least one. */
    int share(int full) {
        return Math.max(1, full * percent / FULL_PERCENT);
    }

    List<String> regions() {
        return List.copyOf(edges.keySet());
    }

    String edge(String region) {
        return edges.get(region);
    }

    List<String> cells() {
        return mesh.status().cells().stream().map(NodeStatus::id).toList();
    }

    SplittableRandom random(int salt) {
        return new SplittableRandom(seed * 1_000_003 + salt);
    }

    /** A word that no other run has used. */
    String unique(String what) {
        return what + "-" + run;
    }

    /** A new tenant, at home in {@link #HOME}, that may ask for as much as a check wants to read; a client of it. */
    Tenant tenant(String what) {
        String name = unique("con-" + what);
        String admin = mesh.token(null, List.of(Caller.ADMIN), TOKEN_VALID);
        TenantApi.Settled created = api.post(
                mesh.status().controlPlane().url() + "/v1/admin/tenants",
                admin,
                name,
                new JsonObject()
                        .put("id", name)
                        .put("homeRegion", HOME)
                        .put("plan", RouteSnapshotJson.toJson(TenantPlan.UNLIMITED)));
        if (created.status() != 201) {
            throw new Violation("tenant " + name + " was not created: " + created.bytes());
        }
        return new Tenant(name, mesh.token(name, List.of(), TOKEN_VALID));
    }

    /** @param token that lets a client act for it */
    record Tenant(String name, String token) {
        String path(String below) {
            return "/v1/tenants/" + name + below;
        }
    }
}
