package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import dev.cellmesh.runtime.service.IfMatch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What do the bodies about tenants ask for? They have passed their schemas. */
final class AdminBodies {
    private AdminBodies() {}

    static TenantCommand.Create create(JsonObject body) {
        JsonObject plan = body.getJsonObject("plan");
        return new TenantCommand.Create(
                new TenantId(body.getString("id")),
                new Region(body.getString("homeRegion")),
                WishJson.from(body),
                plan == null ? TenantPlan.STANDARD : RouteSnapshotJson.planFrom(plan));
    }

    /** Empty when an id is there twice, which no schema can say. */
    static Optional<CreateTenants> createMany(JsonObject body) {
        JsonArray tenants = body.getJsonArray("tenants");
        List<TenantCommand.Create> creates =
                tenants.stream().map(tenant -> create((JsonObject) tenant)).toList();
        Set<TenantId> ids = new HashSet<>();
        creates.forEach(create -> ids.add(create.tenant()));
        return ids.size() < creates.size() ? Optional.empty() : Optional.of(new CreateTenants(creates));
    }

    /** Who is only to leave some cells keeps what was agreed; an empty body is the wish to be as everybody is. */
    static TenantCommand.Resize resize(TenantId tenant, JsonObject body, Optional<IfMatch> ifMatch) {
        Set<CellId> leave = new TreeSet<>();
        body.getJsonArray("leave", new JsonArray()).forEach(name -> leave.add(CellId.parse((String) name)));
        Optional<Wish> wish =
                WishJson.isIn(body) || leave.isEmpty() ? Optional.of(WishJson.from(body)) : Optional.empty();
        return new TenantCommand.Resize(tenant, wish, leave, ifMatch);
    }
}
