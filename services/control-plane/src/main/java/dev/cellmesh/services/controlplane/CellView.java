package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.placement.Membership;
import dev.cellmesh.runtime.service.IfMatch;
import io.vertx.core.json.JsonObject;

/**
 * How full is a cell, and how far is its draining? The contract's form of an entity.
 *
 * @param tenants that it serves, or still accepts
 * @param leaving of those, the ones that are on their way to other cells
 * @param pinned of those, the ones that were promised this very cell, and that no draining moves
 */
record CellView(CellRecord cell, int zones, int tenants, int leaving, int pinned) {
    static CellView of(MeshState state, CellRecord cell, int zones) {
        int tenants = 0;
        int leaving = 0;
        int pinned = 0;
        for (TenantRecord tenant : state.tenants().values()) {
            if (tenant.route().isOwnedBy(cell.id())) {
                tenants++;
                leaving += tenant.isGoingTo(cell.id()) ? 0 : 1;
                pinned += tenant.placing().isPinnedTo(cell.id()) ? 1 : 0;
            }
        }
        return new CellView(cell, zones, tenants, leaving, pinned);
    }

    JsonObject toJson() {
        CellId id = cell.id();
        JsonObject data = new JsonObject()
                .put("id", id.toString())
                .put("region", id.region().name())
                .put("zone", Membership.zoneByNumber(id, zones))
                .put("drained", cell.drained())
                .put("tenants", tenants)
                .put("leaving", leaving)
                .put("pinned", pinned);
        return new JsonObject()
                .put("data", data)
                .put("version", cell.version())
                .put("etag", IfMatch.tagOf(cell.version()))
                .put("lastModified", cell.changedAt().toString())
                .put("createdAt", cell.registeredAt().toString());
    }
}
