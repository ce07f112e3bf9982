package dev.cellmesh.load.operation;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** How do tenants and their tokens come about? By the mesh's own API and its control plane; without a mesh, by the scenario. */
final class MeshTarget {
    /** The mesh gives no token for longer. */
    private static final Duration TOKEN_VALID_MAX = Duration.ofDays(1);
    /** For what comes before and after the load. */
    private static final Duration TOKEN_SPARE = Duration.ofHours(2);

    private final World world;

    MeshTarget(World world) {
        this.world = world;
    }

    void prepare(Api.Deadline deadline) {
        Optional<URI> mesh = world.scenario.target().mesh();
        String bearer = world.scenario.target().bearer().orElse("");
        if (mesh.isEmpty()) {
            URI any = world.edge("");
            world.scenario
                    .groups()
                    .forEach(group -> group.tenants().forEach(name -> world.add(new Tenant(name, bearer, any))));
            return;
        }
        List<Callable<Tenant>> tasks = new ArrayList<>();
        boolean makesSome = world.scenario.groups().stream().anyMatch(Scenario.TenantGroup::make);
        Optional<Admin> admin = makesSome ? Optional.of(admin(mesh.get(), deadline)) : Optional.empty();
        for (Scenario.TenantGroup group : world.scenario.groups()) {
            for (int i = 0; i < group.tenants().size(); i++) {
                String name = group.tenants().get(i);
                List<String> homes = group.homeRegions().isEmpty()
                        ? List.copyOf(world.scenario.target().edges().keySet())
                        : group.homeRegions();
                Optional<String> home = group.make() ? Optional.of(homes.get(i % homes.size())) : Optional.empty();
                tasks.add(() -> {
                    home.ifPresent(region -> make(admin.orElseThrow(), name, region, deadline));
                    String token = token(mesh.get(), new JsonObject().put("tenant", name), deadline);
                    Tenant tenant = new Tenant(name, token, world.edge(home.orElse("")));
                    awaitKnown(tenant, deadline);
                    return tenant;
                });
            }
        }
        Api.all(tasks).forEach(world::add);
    }

    private record Admin(URI controlPlane, String token) {}

    private Admin admin(URI mesh, Api.Deadline deadline) {
        JsonObject status = world.api
                .expect(request(HttpMethod.GET, mesh, "/status", ""), deadline, 200)
                .body()
                .toJsonObject();
        String url = status.getJsonObject("controlPlane", new JsonObject()).getString("url", "");
        if (url.isEmpty()) {
            throw new Api.Unprepared("the mesh at " + mesh + " tells of no control plane, so no tenant can be made");
        }
        return new Admin(
                URI.create(url), token(mesh, new JsonObject().put("roles", new JsonArray().add("admin")), deadline));
    }

    private String token(URI mesh, JsonObject wish, Api.Deadline deadline) {
        Duration wanted = world.scenario.duration().plus(TOKEN_SPARE);
        Duration valid = wanted.compareTo(TOKEN_VALID_MAX) < 0 ? wanted : TOKEN_VALID_MAX;
        JsonObject body = wish.copy().put("validSeconds", valid.toSeconds());
        return world.api
                .expect(json(request(HttpMethod.POST, mesh, "/tokens", ""), body), deadline, 201)
                .body()
                .toJsonObject()
                .getString("token");
    }

    /** Does nothing to one that is there already. */
    private void make(Admin admin, String name, String homeRegion, Api.Deadline deadline) {
        JsonObject body = new JsonObject().put("id", name).put("homeRegion", homeRegion);
        PreparedRequest request =
                json(request(HttpMethod.POST, admin.controlPlane(), "/v1/admin/tenants", admin.token()), body);
        request.headers().set("Idempotency-Key", "\"load-" + world.run + "-" + name + '"');
        world.api.expect(request, deadline, 201, 409);
    }

    /** Until the routes have reached every edge and its cells: then a read of nothing is answered as one. */
    private void awaitKnown(Tenant tenant, Api.Deadline deadline) {
        String nothing = tenant.path("/accounts/00000000-0000-4000-8000-000000000000");
        for (URI edge : world.scenario.target().edges().values()) {
            Reception.Answered answered =
                    world.api.expect(world.read(edge, tenant, nothing, Optional.empty(), ""), deadline, 404);
            if (!Known.problem(answered).equals("unknown-entity")) {
                throw new Api.Unprepared(
                        "edge " + edge + " does not know tenant " + tenant.name() + ": " + Api.describe(answered));
            }
        }
    }

    private static PreparedRequest request(HttpMethod method, URI origin, String target, String token) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (!token.isEmpty()) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        }
        return new PreparedRequest(method, origin, target, headers, Buffer.buffer());
    }

    private static PreparedRequest json(PreparedRequest request, JsonObject body) {
        request.headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
        return new PreparedRequest(
                request.method(), request.origin(), request.target(), request.headers(), body.toBuffer());
    }
}
