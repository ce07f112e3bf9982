package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.http.ServerGuard;
import dev.cellmesh.runtime.identity.TokenVerifier;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.NodeVerticle;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.route.ControlPlaneRouteTable;
import dev.cellmesh.runtime.route.RouteTable;
import dev.cellmesh.services.edge.cache.EdgeCache;
import dev.cellmesh.services.edge.compress.Compression;
import dev.cellmesh.services.edge.health.CellPicker;
import dev.cellmesh.services.edge.health.FleetHealth;
import dev.cellmesh.services.edge.health.HealthMeters;
import dev.cellmesh.services.edge.region.EdgeDistances;
import dev.cellmesh.services.edge.region.RegionHints;
import dev.cellmesh.services.edge.signal.CellSights;
import dev.cellmesh.services.edge.signal.EdgeSignals;
import dev.cellmesh.services.edge.split.Splits;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;

/** What is an edge? A region's door to the mesh: clients come to it, and it brings their requests to the tenants' cells. */
final class EdgeNode extends NodeVerticle {
    private final NodeContext node;
    private final EdgeLimits limits;

    private RouteTable routes;
    private ProfilesFeed profiles;
    private FleetHealth health;
    private CellProbes probes;
    private CellClient cells;
    private EdgeDistances distances;
    private InFlight inFlight;
    private EdgeHandler handler;
    private EdgeSignals signals;
    private ServerGuard guard;
    private HttpServer server;

    EdgeNode(NodeContext node, EdgeLimits limits) {
        this.node = node;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        NodeConfig config = node.config();
        guard = new ServerGuard(vertx, limits.sockets(), node.nanoClock(), node.meters());
        inFlight = new InFlight();
        routes = ControlPlaneRouteTable.startSending(vertx, node, inFlight::oldestEpoch);
        cells = new CellClient(vertx, config.cells(), limits);
        HealthMeters healthMeters = new HealthMeters(node.meters());
        health = new FleetHealth(
                config.cells().keySet().stream().map(CellId::parse).toList(),
                !config.isWithout(Weakness.OUTLIER_EJECTION),
                (cell, isOut) -> CellsLeft.leavesNone(routes.current(), cell, isOut),
                node.random(),
                node.nanoClock(),
                healthMeters);
        healthMeters.watch(health, config.regions().stream().map(Region::new).toList());
        vertx.setPeriodic(TimeUnit.NANOSECONDS.toMillis(FleetHealth.TICK_NANOS), tick -> health.tick());
        profiles = ProfilesFeed.start(vertx, node, cells);
        probes = new CellProbes(vertx, cells, health, node.random(), profiles::cellIsBack);
        distances = EdgeDistances.start(vertx, node);
        Region own = new Region(config.region());
        signals = new EdgeSignals(vertx, node, () -> CellSights.of(health.views()));
        EdgeContext edge = new EdgeContext(
                vertx,
                node,
                limits,
                routes,
                profiles,
                health,
                new CellPicker(health, node.random()),
                probes,
                cells,
                new Refusals(guard.lingering()),
                inFlight,
                new EdgeMeters(node.meters(), config.regions(), inFlight),
                signals,
                Resending.start(vertx, node, cells, cell -> health.state(cell).isOut()),
                own,
                new Regions(
                        new RegionHints(own, config.regions(), config.routing()),
                        distances,
                        new Splits(own.name(), config.routing())),
                new EdgeCache(node.nanoClock(), node.wallClock(), node.meters()),
                new Compression(node.meters()));
        handler = new EdgeHandler(edge, new TokenVerifier(vertx, config.publicKeyPem(), node.wallClock()));
        server = guard.guard(handler);
        return server.listen(config.listen().port(), config.listen().host());
    }

    /** The port it really listens on, for tests that let the system choose. */
    int port() {
        return server.actualPort();
    }

    @Override
    public Future<Boolean> isReady() {
        return Future.succeededFuture(routes.loaded().succeeded());
    }

    @Override
    public Future<Void> drain() {
        handler.drain();
        return inFlight.none();
    }

    @Override
    public Future<?> stop() {
        guard.close();
        signals.close();
        probes.close();
        profiles.close();
        routes.close();
        return server.close().eventually(distances::close).eventually(cells::close);
    }
}
