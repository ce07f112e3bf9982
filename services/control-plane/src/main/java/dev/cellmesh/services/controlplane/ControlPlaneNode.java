package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.placement.FixedShards;
import dev.cellmesh.model.placement.Placement;
import dev.cellmesh.model.placement.ShufflePlacement;
import dev.cellmesh.runtime.conflict.NearbyRows;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.http.BodyLimits;
import dev.cellmesh.runtime.http.ContractRouter;
import dev.cellmesh.runtime.http.ReplyWriter;
import dev.cellmesh.runtime.http.ServerGuard;
import dev.cellmesh.runtime.http.SocketLimits;
import dev.cellmesh.runtime.identity.TokenVerifier;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.NodeVerticle;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.pipeline.Admission;
import dev.cellmesh.runtime.pipeline.Authenticated;
import dev.cellmesh.runtime.pipeline.KeyClaimed;
import dev.cellmesh.runtime.pipeline.Pipeline;
import dev.cellmesh.runtime.pipeline.WellFormedHeaders;
import dev.cellmesh.runtime.route.RouteFile;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.services.controlplane.signal.SignalBoard;
import dev.cellmesh.services.controlplane.signal.SignalMeters;
import dev.cellmesh.services.controlplane.signal.SignalStage;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs in a control plane? The admin API, and the routes for the nodes. Several may run side by side: the database puts
 * their changes in one order. Without the database it goes on telling nodes what it last knew, and refuses changes.
 */
public final class ControlPlaneNode extends NodeVerticle {
    static final String OPEN_API = "dev/cellmesh/services/controlplane/control-plane.yaml";

    /** Administrators are few, and each change takes a round trip to every region. */
    private static final int IN_FLIGHT_MAX = 200;

    /** As often as nodes report. */
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(2);

    private static final Duration FORGET_PERIOD = Duration.ofMinutes(10);
    private static final Duration FORGET_TIME = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneNode.class);

    private final NodeContext node;
    private final Function<Vertx, RegionalDatabase> databases;
    private final Admission admission;
    private RegionalDatabase database;
    private RouteFeed feed;
    private RouteReach reach;
    private SignalBoard signals;
    private RouteKeeper keeper;
    private EpochWatch watch;
    private ServerGuard guard;
    private HttpServer server;

    /** @param databases opened on the node's own event loop, and closed with it */
    public ControlPlaneNode(NodeContext node, Function<Vertx, RegionalDatabase> databases) {
        this.node = node;
        this.databases = databases;
        this.admission = new Admission(IN_FLIGHT_MAX, node.nanoClock());
    }

    @Override
    public Future<?> start() {
        NodeConfig config = node.config();
        database = databases.apply(vertx);
        guard = new ServerGuard(vertx, SocketLimits.SERVICE, node.nanoClock(), node.meters());
        feed = new RouteFeed(vertx);
        reach = new RouteReach(node.nanoClock());
        signals = watchSignals(config);
        keeper = new RouteKeeper(vertx, new RouteFile(Path.of(config.stateFolder())));
        MeshStore store = new MeshStore(database);
        MeshDirectory directory = new MeshDirectory(store);
        directory.onChange(state -> feed.publish(state.snapshot()));
        directory.onChange(state -> keepIfKnown());
        Registration registration = new Registration(
                store,
                directory,
                node.wallClock(),
                config.id(),
                config.regions(),
                config.cells().keySet());
        watch = new EpochWatch(vertx, store, directory, registration, node.nanoClock(), () -> feed.waiting() > 0);
        gauge(
                "cellmesh.control.route.epoch",
                "The newest epoch told to nodes",
                () -> feed.latest().epoch());
        gauge("cellmesh.control.route.waiters", "Nodes that wait for news", () -> feed.waiting());
        vertx.setPeriodic(FORGET_PERIOD.toMillis(), id -> forgetKeys(store));
        ConflictQueue queue = new ConflictQueue(database, homes(config));
        ConflictAuditor auditor =
                new ConflictAuditor(queue, store, directory, feed::latest, node.wallClock(), node.nanoClock());
        vertx.setPeriodic(
                ConflictAuditor.PERIOD.toMillis(),
                id -> auditor.look().onFailure(bug -> LOG.error("Auditing resolved conflicts broke", bug)));
        Administrator administrator = new Administrator(placement(config), config.zonesPerRegion());
        ResizeWorker resizes = new ResizeWorker(
                store,
                directory,
                administrator,
                reach::news,
                reach::presence,
                config.id(),
                node.wallClock(),
                node.nanoClock());
        vertx.setPeriodic(
                ResizeWorker.PERIOD.toMillis(),
                id -> resizes.look().onFailure(bug -> LOG.error("A tenant's way to other cells broke", bug)));
        return keeper.load()
                .onSuccess(copy -> copy.ifPresent(feed::restore))
                .compose(loaded -> watch.start())
                .compose(looked -> new ContractRouter(
                                vertx, BodyLimits.SERVICE, replies(), node.nanoClock(), node.random())
                        .route(List.of(OPEN_API), pipeline(store, directory, administrator, queue, auditor)))
                .compose(router -> {
                    server = guard.guard(router);
                    return server.listen(config.listen().port(), config.listen().host());
                })
                .onSuccess(listening -> LOG.info("{} serves on {}", config.id(), config.listen()));
    }

    private SignalBoard watchSignals(NodeConfig config) {
        List<Region> regions = config.regions().stream().map(Region::new).toList();
        SignalBoard board = new SignalBoard(
                node.nanoClock(),
                regions,
                config.cells().keySet().stream().map(CellId::parse).toList());
        SignalMeters meters = new SignalMeters(board, regions, node.meters());
        vertx.setPeriodic(LOOK_PERIOD.toMillis(), id -> {
            board.look();
            meters.update();
        });
        return board;
    }

    /** Whose rings it can reach. */
    private static List<Region> homes(NodeConfig config) {
        return config.database().rings().stream()
                .map(RingConfig::ring)
                .filter(ring -> !ring.equals(RingId.GLOBAL.name()))
                .map(Region::new)
                .toList();
    }

    private Pipeline pipeline(
            MeshStore store,
            MeshDirectory directory,
            Administrator administrator,
            ConflictQueue queue,
            ConflictAuditor auditor) {
        ConflictWrites conflictWrites = new ConflictWrites(
                queue,
                new NearbyRows(database, queue.homes(), node.nanoClock()),
                auditor,
                feed::latest,
                new Ids(node.wallClock(), node.random()),
                node.wallClock());
        TokenVerifier verifier = new TokenVerifier(vertx, node.config().publicKeyPem(), node.wallClock());
        return new Pipeline(List.of(
                new WellFormedHeaders(),
                new Authenticated(verifier),
                new RolesPerOperation(),
                new RouteStage(feed, reach),
                new SignalStage(signals, node.wallClock()),
                admission,
                new KeyClaimed(
                        AdminOperations.WRITES::contains,
                        exchange -> exchange.caller().subject()),
                new AdminOperations(
                        new AdminWrites(store, directory, administrator, reach::presence, node.wallClock()),
                        new AdminReads(store, node.config().zonesPerRegion()),
                        conflictWrites,
                        new ConflictReads(queue),
                        node.nanoClock())));
    }

    private static Placement placement(NodeConfig config) {
        if (config.isWithout(Weakness.SHARDS)) {
            return FixedShards.none();
        }
        return config.isWithout(Weakness.SHUFFLE_SHARDS)
                ? new FixedShards(config.cellsPerTenant())
                : new ShufflePlacement(config.cellsPerTenant());
    }

    private ReplyWriter replies() {
        return new ReplyWriter("control", Map.of(), guard.lingering(), node.nanoClock(), node.meters());
    }

    private void keepIfKnown() {
        if (feed.latest().epoch() > 0) {
            keeper.save(feed.latest());
        }
    }

    private void forgetKeys(MeshStore store) {
        store.forgetKeys(
                        node.wallClock().instant(),
                        Deadline.in(FORGET_TIME, node.nanoClock().getAsLong()))
                .onFailure(bug -> LOG.error("Forgetting old keys broke", bug));
    }

    private void gauge(String name, String description, java.util.function.Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(node.meters());
    }

    /** The port that it listens on, which the system chose when the configuration says 0. */
    public int port() {
        return server.actualPort();
    }

    /** As soon as it has routes to tell, be it from disk. */
    @Override
    public Future<Boolean> isReady() {
        return Future.succeededFuture(server != null && feed.latest().epoch() > 0);
    }

    @Override
    public Future<Void> drain() {
        feed.close();
        return admission.drain();
    }

    @Override
    public Future<?> stop() {
        if (watch != null) {
            watch.close();
        }
        if (feed != null) {
            feed.close();
        }
        if (guard != null) {
            guard.close();
        }
        Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
        return closed.transform(done -> keeper == null ? Future.succeededFuture() : keeper.settled())
                .transform(done -> database == null ? Future.succeededFuture() : database.close());
    }
}
