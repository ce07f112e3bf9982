package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.TenantApi;
import dev.cellmesh.local.prove.TenantApi.Settled;
import dev.cellmesh.local.prove.Violation;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * How does a client move between regions and still see what it has seen? It hands on the token of its last answer, or, to show
 * what that is good for, does not. One thread at a time.
 */
final class Visitor {
    private static final String CARRIED = "X-Last-Write-Timestamp";
    private static final String GIVEN = "x-write-timestamp";

    private final World world;
    private final World.Tenant tenant;
    private final boolean carriesToken;
    private String seen = "";

    Visitor(World world, World.Tenant tenant, boolean carriesToken) {
        this.world = world;
        this.tenant = tenant;
        this.carriesToken = carriesToken && !world.isBroken(Guarantee.TOKENS);
    }

    Settled write(String method, String region, String path, JsonObject body, Optional<String> ifMatch) {
        HttpRequest.Builder request = TenantApi.write(
                method, url(region, path), tenant.token(), UUID.randomUUID().toString(), body);
        ifMatch.ifPresent(tag -> request.header("If-Match", tag));
        Settled answer = world.api.settle(carrying(request).build());
        if (answer.status() >= 300) {
            throw new Violation(method + " " + path + " was answered with " + answer.bytes());
        }
        return remembered(answer);
    }

    Settled write(String method, String region, String path, JsonObject body) {
        return write(method, region, path, body, Optional.empty());
    }

    /** Until it is answered with anything but a plea to come again. */
    Settled read(String region, String path, Optional<String> level) {
        return remembered(world.api.settle(reading(region, path, level)));
    }

    /** Whatever the answer is. */
    Optional<Settled> look(String region, String path, Optional<String> level) {
        return world.api.once(reading(region, path, level)).map(this::remembered);
    }

    private HttpRequest reading(String region, String path, Optional<String> level) {
        HttpRequest.Builder request =
                TenantApi.request(url(region, path), tenant.token()).GET();
        level.ifPresent(asked -> request.header("X-Consistency-Level", asked));
        return carrying(request).build();
    }

    private HttpRequest.Builder carrying(HttpRequest.Builder request) {
        return carriesToken && !seen.isEmpty() ? request.header(CARRIED, seen) : request;
    }

    private Settled remembered(Settled answer) {
        answer.header(GIVEN).ifPresent(token -> seen = token);
        return answer;
    }

    /** What another client has seen, as if it had told. */
    void learn(Visitor other) {
        seen = other.seen;
    }

    private String url(String region, String path) {
        return world.edge(region) + tenant.path(path);
    }
}
