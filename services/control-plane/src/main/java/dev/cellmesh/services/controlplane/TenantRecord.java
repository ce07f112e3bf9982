package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import dev.cellmesh.runtime.service.IfMatch;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What does the control plane know of one tenant?
 *
 * @param version grows by one with each change of this tenant; from 1
 * @param changedEpoch the route epoch of its last change
 * @param createdAt and {@code changedAt} in whole milliseconds
 */
record TenantRecord(
        TenantRoute route, Placing placing, long version, long changedEpoch, Instant createdAt, Instant changedAt) {
    private static final String ALSO_ACCEPTING = "alsoAccepting";

    public TenantId id() {
        return route.tenant();
    }

    TenantRecord withStatus(TenantStatus status, long epoch, Instant at) {
        TenantRoute changed = new TenantRoute(
                route.tenant(), route.home(), status, route.cells(), route.alsoAccepting(), route.plan());
        return changed(changed, placing, epoch, at);
    }

    TenantRecord changed(TenantRoute to, Placing then, long epoch, Instant at) {
        return new TenantRecord(to, then, version + 1, epoch, createdAt, at);
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
        JsonObject data = new JsonObject()
                .put("id", route.tenant().value())
                .put("homeRegion", route.home().name())
                .put("status", nameOf(route.status()))
                .put("cells", cells())
                .put("routeEpoch", changedEpoch);
        return data.mergeIn(placing.toJson());
    }

    /** What the column of that name holds: with the cells that only accept, which are no part of {@code cells}. */
    JsonObject seatingColumn() {
        JsonObject json = placing.toJson();
        return route.alsoAccepting().isEmpty()
                ? json
                : json.put(ALSO_ACCEPTING, RouteSnapshotJson.toJson(route.alsoAccepting()));
    }

    static Map<Region, List<CellId>> alsoAccepting(JsonObject seatingColumn) {
        return RouteSnapshotJson.cellsFrom(seatingColumn.getJsonObject(ALSO_ACCEPTING, new JsonObject()));
    }

    JsonObject cells() {
        return RouteSnapshotJson.toJson(route.cells());
    }

    static String nameOf(TenantStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static TenantStatus statusOf(String name) {
        return TenantStatus.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
