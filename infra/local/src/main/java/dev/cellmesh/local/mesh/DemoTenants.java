package dev.cellmesh.local.mesh;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Who lives in a fresh mesh? A tenant or two in each region, made through the control plane's own API. */
final class DemoTenants {
    private static final Duration TOKEN_VALID = Duration.ofMinutes(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    /** Tenant to the position of its home region. */
    private static final Map<String, Integer> TENANTS = new LinkedHashMap<>();

    static {
        TENANTS.put("acme", 0);
        TENANTS.put("globex", 1);
        TENANTS.put("initech", 2);
        TENANTS.put("umbrella", 0);
    }

    private DemoTenants() {}

    /** Does nothing to those that are there already; returns the epoch of the routes that know them all. */
    static long seed(Mesh mesh) throws Exception {
        String token = mesh.mintToken("mesh", null, Set.of(Caller.ADMIN), TOKEN_VALID);
        HttpClient http = HttpClient.newHttpClient();
        for (Map.Entry<String, Integer> tenant : TENANTS.entrySet()) {
            Region home = mesh.ports().regions().get(tenant.getValue());
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + mesh.ports().controlPlane() + "/v1/admin/tenants"))
                    .timeout(ANSWER_LIMIT)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "\"demo-" + tenant.getKey() + '"')
                    .POST(HttpRequest.BodyPublishers.ofString(new JsonObject()
                            .put("id", tenant.getKey())
                            .put("homeRegion", home.name())
                            .encode()))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 201 && response.statusCode() != 409) {
                throw new MeshStartException("tenant " + tenant.getKey(), response.body(), null);
            }
        }
        HttpRequest routes = HttpRequest.newBuilder(
                        URI.create("http://" + mesh.ports().controlPlane() + "/v1/routes?after=0&wait=0"))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + token)
                .build();
        return new JsonObject(
                        http.send(routes, HttpResponse.BodyHandlers.ofString()).body())
                .getLong("epoch");
    }
}
