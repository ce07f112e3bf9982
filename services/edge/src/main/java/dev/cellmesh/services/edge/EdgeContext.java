package dev.cellmesh.services.edge;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.route.RouteTable;
import dev.cellmesh.services.edge.cache.EdgeCache;
import dev.cellmesh.services.edge.compress.Compression;
import dev.cellmesh.services.edge.health.CellPicker;
import dev.cellmesh.services.edge.health.FleetHealth;
import dev.cellmesh.services.edge.signal.EdgeSignals;
import io.vertx.core.Vertx;

/** What do all exchanges of one edge share? Used on its event loop only. */
record EdgeContext(
        Vertx vertx,
        NodeContext node,
        EdgeLimits limits,
        RouteTable routes,
        ProfilesFeed profiles,
        FleetHealth health,
        CellPicker picker,
        CellProbes probes,
        CellClient cells,
        Refusals refusals,
        InFlight inFlight,
        EdgeMeters meters,
        EdgeSignals signals,
        Resending resending,
        Region region,
        Regions regions,
        EdgeCache cache,
        Compression compression) {
    long nowNanos() {
        return node.nanoClock().getAsLong();
    }

    String id() {
        return node.config().id();
    }
}
