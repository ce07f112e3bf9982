package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import dev.cellmesh.runtime.service.IfMatch;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/**
 * What does the control plane know of one tenant?
 *
 * @param version grows by one with each change of this tenant; from 1
 * @param changedEpoch the route epoch of its last change
 * @param createdAt and {@code changedAt} in whole milliseconds
 */
public record TenantRecord(TenantRoute route, long version, long changedEpoch, Instant createdAt, Instant changedAt) {

    public TenantId id() {
        return route.tenant();
    }

    TenantRecord withStatus(TenantStatus status, long epoch, Instant at) {
        TenantRoute changed = new TenantRoute(route.tenant(), route.home(), status, route.cells());
        return new TenantRecord(changed, version + 1, epoch, createdAt, at);
    }

    /** The contract's form of an entity. Equal records give equal bytes. */
    JsonObject toJson() {
        return new JsonObject()
                .put("data", data())
                .put("version", version)
                .put("etag", IfMatch.tagOf(version))
                .put("lastModified", changedAt.toString())
                .put("createdAt", createdAt.toString());
    }

    private JsonObject data() {
        return new JsonObject()
                .put("id", route.tenant().value())
                .put("homeRegion", route.home().name())
                .put("status", nameOf(route.status()))
                .put("cells", cells())
                .put("routeEpoch", changedEpoch);
    }

    JsonObject cells() {
        return RouteSnapshotJson.toJson(route).getJsonObject("cells");
    }

    static String nameOf(TenantStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static TenantStatus statusOf(String name) {
        return TenantStatus.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
