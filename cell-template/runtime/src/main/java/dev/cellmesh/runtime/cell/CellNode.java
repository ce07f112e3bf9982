package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.admission.CellAdmission;
import dev.cellmesh.runtime.admission.Work;
import dev.cellmesh.runtime.bulkhead.Compartments;
import dev.cellmesh.runtime.bulkhead.DatabaseOpener;
import dev.cellmesh.runtime.conflict.ConflictSweep;
import dev.cellmesh.runtime.conflict.ConflictSweeper;
import dev.cellmesh.runtime.conflict.ContestedTypes;
import dev.cellmesh.runtime.consistency.ProfilesTold;
import dev.cellmesh.runtime.consistency.PublishedProfiles;
import dev.cellmesh.runtime.database.DatabaseUse;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.http.BodyLimits;
import dev.cellmesh.runtime.http.ContractRouter;
import dev.cellmesh.runtime.http.ReplyWriter;
import dev.cellmesh.runtime.http.ServerGuard;
import dev.cellmesh.runtime.http.SocketLimits;
import dev.cellmesh.runtime.identity.TokenVerifier;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.NodeVerticle;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.pipeline.Pipeline;
import dev.cellmesh.runtime.route.RouteTable;
import dev.cellmesh.runtime.service.CellService;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.signal.CellSignals;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs in one cell? Its services behind one pipeline, with routes, pools, queues and limits of its own. */
public final class CellNode extends NodeVerticle {
    /** The bound of {@code isReady}. */
    private static final long READY_MILLIS_MAX = 1_000;
    /** Whose connections are used for what no service asks: readiness, old keys, conflicts. */
    public static final String UPKEEP = "upkeep";

    private static final Logger LOG = LoggerFactory.getLogger(CellNode.class);

    private final NodeContext node;
    private final DatabaseOpener databases;
    private final Function<Vertx, RouteTable> routeTables;
    private final SocketLimits sockets;
    private final BodyLimits bodies;
    private RegionalDatabase upkeep;
    private Compartments compartments;
    private Map<String, Operation> operations = Map.of();
    private RouteTable routes;
    private CellAdmission admission;
    private Optional<KeyReaper> reaper = Optional.empty();
    private Optional<ConflictSweeper> sweeper = Optional.empty();
    private CellSignals signals;
    private ServerGuard guard;
    private HttpServer server;

    /**
     * @param databases opened for each service and for the cell's own upkeep, on the cell's own event loop, and closed with it
     * @param routeTables likewise
     */
    public CellNode(NodeContext node, DatabaseOpener databases, Function<Vertx, RouteTable> routeTables) {
        this(node, databases, routeTables, SocketLimits.SERVICE, BodyLimits.SERVICE);
    }

    /** With limits of its own, such as a test's short ones. */
    public CellNode(
            NodeContext node,
            DatabaseOpener databases,
            Function<Vertx, RouteTable> routeTables,
            SocketLimits sockets,
            BodyLimits bodies) {
        this.node = node;
        this.sockets = sockets;
        this.bodies = bodies;
        this.databases = databases;
        this.routeTables = routeTables;
    }

    @Override
    public Future<?> start() {
        NodeConfig config = node.config();
        if (config.isWithout(Weakness.IDEMPOTENCY)) {
            LOG.warn("{}: IDEMPOTENCY IS OFF: a repeated request has its effect AGAIN. For proofs only.", config.id());
        }
        if (config.isWithout(Weakness.POISON)) {
            LOG.warn(
                    "{}: POISON KILLS: a request with {} in its path ENDS this cell. For proofs only.",
                    config.id(),
                    Poison.MARK);
        }
        List<CellService> services = services(config);
        compartments = Compartments.open(
                vertx, node, names(services), id -> operations.get(id).profile() instanceof WriteProfile, databases);
        upkeep = databases.open(vertx, new DatabaseUse(UPKEEP, config.sizes().upkeep()));
        routes = routeTables.apply(vertx);
        reaper = reaper(config.database());
        guard = new ServerGuard(vertx, sockets, node.nanoClock(), node.meters());
        Ids ids = new Ids(node.wallClock(), node.random());
        return Future.all(operationsOf(services, ids), ContractRouter.contracts(vertx, openApis(services)))
                .compose(loaded -> {
                    Map<String, Map<String, Operation>> byService = loaded.resultAt(0);
                    List<OpenAPIContract> contracts = loaded.resultAt(1);
                    operations = together(byService);
                    admission = new CellAdmission(
                            node, works(byService), (millis, then) -> vertx.setTimer(millis, id -> then.run()));
                    signals = new CellSignals(vertx, node, upkeep, admission::inFlight, admission::limit);
                    operations.forEach((id, operation) -> signals.declare(id, operation.profile()));
                    sweeper = sweeper(ids);
                    Handler<HttpServerRequest> router = new ContractRouter(
                                    vertx, bodies, replies(), node.nanoClock(), node.random())
                            .router(contracts, pipelines(byService, contracts, ids));
                    Handler<HttpServerRequest> door = new Doorstep(router, admission::isDraining);
                    server = guard.guard(config.isWithout(Weakness.POISON) ? new Poison(door, node.crash()) : door);
                    return server.listen(config.listen().port(), config.listen().host());
                })
                .onSuccess(listening -> LOG.info("{} serves {} on {}", config.id(), names(services), config.listen()))
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    /** In the order of the services. A service reads its SQL for it, from files: its own threads wait for them, and not the loop. */
    private Future<Map<String, Map<String, Operation>>> operationsOf(List<CellService> services, Ids ids) {
        Map<String, Map<String, Operation>> byService = new LinkedHashMap<>();
        Future<Void> all = Future.succeededFuture();
        for (CellService service : services) {
            all = all.compose(done ->
                            compartments.of(service.name()).blocking().executeBlocking(() -> service.operations(ids)))
                    .onSuccess(own -> byService.put(service.name(), own))
                    .mapEmpty();
        }
        return all.map(byService);
    }

    /** CockroachDB forgets by itself: its rows have a time to live. */
    private Optional<KeyReaper> reaper(DatabaseConfig databases) {
        if (!databases.kind().equals(Databases.POSTGRES)) {
            return Optional.empty();
        }
        List<RingId> own = databases.rings().stream()
                .filter(ring -> ring.primaryRegion().equals(node.config().region()))
                .map(ring -> RingId.parse(ring.ring()))
                .toList();
        return Optional.of(
                new KeyReaper(vertx, upkeep, own, node.wallClock(), node.nanoClock(), node.random(), node.meters()));
    }

    /** Only where a service has entities that can be in conflict. */
    private Optional<ConflictSweeper> sweeper(Ids ids) {
        Set<String> types = ContestedTypes.of(operations.values());
        if (types.isEmpty()) {
            return Optional.empty();
        }
        ConflictSweep sweep = new ConflictSweep(
                upkeep,
                CellId.parse(node.config().id()),
                node.config().regions().stream().map(Region::new).toList(),
                types,
                routes::current,
                ids,
                node.wallClock(),
                node.nanoClock());
        return Optional.of(new ConflictSweeper(vertx, sweep, node.nanoClock(), node.random(), node.meters()));
    }

    private static List<String> openApis(List<CellService> services) {
        List<String> resources =
                new ArrayList<>(services.stream().map(CellService::openApi).toList());
        resources.add(ProfilesTold.OPEN_API);
        return resources;
    }

    private static Map<String, Operation> together(Map<String, Map<String, Operation>> byService) {
        Map<String, Operation> all = new HashMap<>();
        byService.values().forEach(all::putAll);
        return all;
    }

    private static Map<String, Work> works(Map<String, Map<String, Operation>> byService) {
        Map<String, Work> works = new HashMap<>();
        byService.forEach((service, operations) ->
                operations.forEach((id, operation) -> works.put(id, new Work(service, operation.priority()))));
        return works;
    }

    /**
     * @param byService in the order of the services
     * @param contracts of the services in their order, and the cell's own
     */
    private Function<String, Pipeline> pipelines(
            Map<String, Map<String, Operation>> byService, List<OpenAPIContract> contracts, Ids ids) {
        PublishedProfiles profiles = new PublishedProfiles(List.of());
        int index = 0;
        for (Map.Entry<String, Map<String, Operation>> service : byService.entrySet()) {
            profiles = profiles.and(PublishedProfiles.of(service.getKey(), contracts.get(index), service.getValue()));
            index++;
        }
        TokenVerifier verifier = new TokenVerifier(vertx, node.config().publicKeyPem(), node.wallClock());
        Map<String, Pipeline> ofTenants = CellPipeline.of(
                vertx,
                node,
                CellId.parse(node.config().id()),
                byService,
                compartments,
                routes,
                verifier,
                ids,
                admission);
        Pipeline toldToAll = new Pipeline(List.of(new ProfilesTold(profiles.document())));
        return operation -> operation.equals(ProfilesTold.OPERATION) ? toldToAll : ofTenants.get(operation);
    }

    private ReplyWriter replies() {
        return new ReplyWriter(
                "cell",
                Map.of("X-Cell", node.config().id()),
                guard.lingering(),
                node.nanoClock(),
                node.meters(),
                signals::answered);
    }

    private static List<CellService> services(NodeConfig config) {
        return ServiceLoader.load(CellService.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(service ->
                        config.services().isEmpty() || config.services().contains(service.name()))
                .toList();
    }

    private static List<String> names(List<CellService> services) {
        return services.stream().map(CellService::name).toList();
    }

    /** The port that it listens on, which the system chose when the configuration says 0. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public Future<Boolean> isReady() {
        if (server == null
                || admission.isDraining()
                || !routes.loaded().isComplete()
                || routes.loaded().failed()) {
            return Future.succeededFuture(false);
        }
        return upkeep.isReady().timeout(READY_MILLIS_MAX, TimeUnit.MILLISECONDS).otherwise(false);
    }

    @Override
    public Future<Void> drain() {
        return admission == null ? Future.succeededFuture() : admission.drain();
    }

    @Override
    public Future<?> stop() {
        reaper.ifPresent(KeyReaper::close);
        sweeper.ifPresent(ConflictSweeper::close);
        if (signals != null) {
            signals.close();
        }
        if (routes != null) {
            routes.close();
        }
        if (guard != null) {
            guard.close();
        }
        Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
        return closed.transform(done -> upkeep == null ? Future.succeededFuture() : upkeep.close())
                .transform(done -> compartments == null ? Future.succeededFuture() : compartments.close());
    }
}
