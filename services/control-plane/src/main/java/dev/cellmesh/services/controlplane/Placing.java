package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.placement.PlacementOutcome;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was agreed about a tenant's cells, and where are they going?
 *
 * @param sharedWith how many others had the very same cells when these were chosen; by region, empty for tenants placed before
 *     this was kept
 * @param target the cells that the tenant is on its way to; empty when it has arrived
 */
record Placing(Wish wish, SortedMap<Region, Integer> sharedWith, Map<Region, List<CellId>> target) {
    private static final String SHARED_WITH = "sharedWith";
    private static final String TARGET = "target";

    static Placing of(Wish wish, PlacementOutcome.Placed placed, Map<Region, List<CellId>> target) {
        SortedMap<Region, Integer> shared = new TreeMap<>();
        placed.seats().forEach((region, seats) -> shared.put(region, seats.sameSet()));
        return new Placing(wish, shared, target);
    }

    boolean isUnderWay() {
        return !target.isEmpty();
    }

    boolean isDedicated() {
        return wish instanceof Wish.Dedicated;
    }

    /** Whether the tenant was promised this very cell. */
    boolean isPinnedTo(CellId cell) {
        return wish instanceof Wish.Pinned pinned
                && pinned.cells().getOrDefault(cell.region(), List.of()).contains(cell);
    }

    /** Whether the same was agreed, and the way is the same. */
    boolean agreesWith(Placing other) {
        return wish.equals(other.wish) && target.equals(other.target);
    }

    Placing arrived() {
        return new Placing(wish, sharedWith, Map.of());
    }

    /** Only what there is to say. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        WishJson.put(wish, json);
        if (!sharedWith.isEmpty()) {
            JsonObject shared = new JsonObject();
            sharedWith.forEach((region, tenants) -> shared.put(region.name(), tenants));
            json.put(SHARED_WITH, shared);
        }
        return target.isEmpty() ? json : json.put(TARGET, RouteSnapshotJson.toJson(target));
    }

    static Placing fromJson(JsonObject json) {
        SortedMap<Region, Integer> shared = new TreeMap<>();
        JsonObject sharedJson = json.getJsonObject(SHARED_WITH, new JsonObject());
        sharedJson.fieldNames().forEach(region -> shared.put(new Region(region), sharedJson.getInteger(region)));
        return new Placing(
                WishJson.from(json), shared, RouteSnapshotJson.cellsFrom(json.getJsonObject(TARGET, new JsonObject())));
    }
}
