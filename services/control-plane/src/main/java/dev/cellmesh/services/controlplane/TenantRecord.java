package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.TenantPlan;
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

    TenantRecord withStatus(TenantStatus status, Occasion occasion) {
        TenantRoute changed = new TenantRoute(
                route.tenant(), route.home(), status, route.cells(), route.alsoAccepting(), route.plan());
        return changed(changed, placing, occasion);
    }

    TenantRecord withPlan(TenantPlan plan, Occasion occasion) {
        TenantRoute changed = new TenantRoute(
                route.tenant(), route.home(), route.status(), route.cells(), route.alsoAccepting(), plan);
        return changed(changed, placing, occasion);
    }

    TenantRecord changed(TenantRoute to, Placing then, Occasion occasion) {
        return new TenantRecord(to, then, version + 1, occasion.nextEpoch(), createdAt, occasion.at());
    }

    /** The cells that it has, or is on its way to. */
    Map<Region, List<CellId>> goesTo() {
        return placing.isUnderWay() ? placing.target() : route.cells();
    }

    boolean isGoingTo(CellId cell) {
        return goesTo().getOrDefault(cell.region(), List.of()).contains(cell);
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
                .put("plan", RouteSnapshotJson.toJson(route.plan()))
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

    /** What the column of that name holds: nothing for a tenant that nobody gave a plan. */
    JsonObject planColumn() {
        return route.plan().equals(TenantPlan.STANDARD) ? new JsonObject() : RouteSnapshotJson.toJson(route.plan());
    }

    static TenantPlan planFrom(JsonObject column) {
        return column.isEmpty() ? TenantPlan.STANDARD : RouteSnapshotJson.planFrom(column);
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
