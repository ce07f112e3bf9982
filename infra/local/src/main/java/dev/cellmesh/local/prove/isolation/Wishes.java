package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.local.prove.isolation.load.Stream.Asked;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.random.RandomGenerator;

/** What do the requests of tenants look like on the wire? */
final class Wishes {
    private static final String KEY = "Idempotency-Key";

    private Wishes() {}

    static Asked get(URI origin, Ground.Tenant tenant, String below) {
        return new Asked(
                tenant.name(),
                new PreparedRequest(HttpMethod.GET, origin, tenant.path(below), authorized(tenant), Buffer.buffer()));
    }

    /** With a key of its own. */
    static Asked write(
            HttpMethod method,
            URI origin,
            Ground.Tenant tenant,
            String below,
            JsonObject body,
            RandomGenerator random) {
        MultiMap headers = authorized(tenant)
                .set(HttpHeaders.CONTENT_TYPE, "application/json")
                .set(KEY, "\"" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()) + "\"");
        return new Asked(
                tenant.name(), new PreparedRequest(method, origin, tenant.path(below), headers, body.toBuffer()));
    }

    /** The same, as strong as can be. */
    static Asked strong(Asked asked) {
        asked.request().headers().set("X-Consistency-Level", "strong");
        return asked;
    }

    /** The same, in the lowest class: {@code Priority} of RFC 9218. */
    static Asked inBackground(Asked asked) {
        asked.request().headers().set("Priority", "u=7");
        return asked;
    }

    private static MultiMap authorized(Ground.Tenant tenant) {
        return HttpHeaders.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + tenant.token());
    }
}
