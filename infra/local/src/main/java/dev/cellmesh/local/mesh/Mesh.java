package dev.cellmesh.local.mesh;

import dev.cellmesh.local.cockroach.CockroachCluster;
import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.local.wan.RoundTrips;
import dev.cellmesh.local.wan.WanFabric;
import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.identity.TokenMint;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is a whole mesh on one machine? Databases in rings, links between the regions, the control plane, cells and edges,
 * and an API to look at it and to break it. Blocks; safe for several threads.
 */
public final class Mesh implements AutoCloseable {
    private static final long WAN_SEED = 1;
    private static final Duration NODE_TOKEN_VALID = Duration.ofDays(365);

    private final MeshOptions options;
    private final PortPlan ports;
    private final MeshProgress progress;
    private final DatabaseTap databaseTap;
    private final Optional<CockroachCluster> cluster;
    private final StartedParts parts = new StartedParts();
    private final Thread onExit = new Thread(this::closeOnExit, "mesh-stop");
    private final long beganNanos = System.nanoTime();
    private final Map<String, NodeConfig> nodes = new LinkedHashMap<>();

    private MeshFolder folder;
    private Vertx vertx;
    private WanFabric wan;
    private MeshDatabases databases;
    private TokenMint mint;
    private NodeHost host;
    private NodeHost controlPlaneHost;

    private Mesh(
            MeshOptions options, MeshProgress progress, DatabaseTap databaseTap, Optional<CockroachCluster> cluster) {
        this.databaseTap = databaseTap;
        this.cluster = cluster;
        this.options = options;
        this.progress = progress;
        this.ports = options.ports();
    }

    /** A node, database or link that the mesh does not have. */
    static final class UnknownPartException extends RuntimeException {
        UnknownPartException(String message) {
            super(message);
        }
    }

    /**
     * Returns when all is ready; whatever stops it half way, an exit of this process included, stops what was started.
     *
     * @throws RefusedException when a person has to change something first
     * @throws MeshStoppedException when it was stopped meanwhile
     */
    public static Mesh start(MeshOptions options, MeshProgress progress) throws Exception {
        return start(options, progress, DatabaseTap.NONE);
    }

    /** As above, with something between the nodes and their databases. */
    public static Mesh start(MeshOptions options, MeshProgress progress, DatabaseTap databaseTap) throws Exception {
        return started(new Mesh(options, progress, databaseTap, Optional.empty()));
    }

    /** As above, on a CockroachDB cluster, which is closed with the mesh. */
    public static Mesh start(MeshOptions options, MeshProgress progress, CockroachCluster cluster) throws Exception {
        return started(new Mesh(options, progress, DatabaseTap.NONE, Optional.of(cluster)));
    }

    private static Mesh started(Mesh mesh) throws Exception {
        Runtime.getRuntime().addShutdownHook(mesh.onExit);
        try {
            mesh.bringUp();
            return mesh;
        } catch (Exception e) {
            boolean wasStopped = mesh.parts.isStopping();
            mesh.close();
            // What fails because it is being stopped is no news.
            throw wasStopped ? new MeshStoppedException() : e;
        }
    }

    private void bringUp() throws Exception {
        ProcessReaper reaper = parts.add("reaper", ProcessReaper.start());
        folder = parts.add("folder", MeshFolder.open(options.data(), reaper));
        Preflight.check(ports, folder.path());
        ConnectionPlan connections = ConnectionPlan.of(options);
        int serverConnections = connections.serverConnections();
        folder.claimFor(options.cellsPerRegion());
        LogSink.file(folder.resolve("mesh.log"));
        MeshFolder.MeshSecrets secrets = folder.secrets();
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(8));
        parts.add("admin loop", () -> vertx.close().await());
        mint = new TokenMint(vertx, secrets.signing().privateKeyPem());
        wan = parts.add(
                "links",
                WanFabric.open(MeshOptions.REGIONS, options.wan() ? RoundTrips.WORLD : RoundTrips.NONE, WAN_SEED));
        databases = parts.add(
                "databases",
                cluster.<MeshDatabases>map(found -> new CockroachDatabases(found, progress))
                        .orElseGet(() -> new RingDatabases(
                                options.data().map(data -> folder.subfolder("rings")),
                                wan,
                                reaper,
                                serverConnections,
                                options.sabotage(),
                                progress)));
        databases.start();

        MeshPlan plan = new MeshPlan(
                options,
                ports,
                secrets,
                mint.mint("mesh", null, Set.of(Caller.NODE), NODE_TOKEN_VALID),
                wan::link,
                this::cellDoor,
                databases.login(),
                databases::seenFrom,
                connections,
                databaseTap,
                folder.path());
        controlPlaneHost = parts.add("control plane", new InProcessNodes(id -> {}));
        host = parts.add(
                "nodes",
                options.restarts()
                        ? new SupervisedNodes(this::nodeHost, RestartDelays.DEFAULT, System::nanoTime, progress)
                        : nodeHost(id -> {}));
        startNodes(plan);
        MeshApi api = new MeshApi(vertx, this);
        parts.add("api", api::close);
        api.listen(ports.mesh());
        timed("demo tenants, known to every edge and cell", () -> {
            long epoch = DemoTenants.seed(this);
            Together.run(nodes.values().stream()
                    .filter(node -> !node.id().equals(MeshPlan.CONTROL_PLANE))
                    .<Together.Task>map(node -> () -> Readiness.awaitRoutes(node, epoch))
                    .toList());
        });
    }

    private NodeHost nodeHost(Consumer<String> died) {
        return options.processes()
                ? new ProcessNodes(folder.path(), options.nodeJavaOptions(), died)
                : new InProcessNodes(died);
    }

    private Endpoint cellDoor(CellId cell) {
        Endpoint own = ports.cell(cell);
        return options.cellLinks() ? wan.before(cell.toString(), cell.region(), own) : own;
    }

    private void startNodes(MeshPlan plan) throws Exception {
        NodeConfig controlPlane = plan.controlPlane();
        nodes.put(controlPlane.id(), controlPlane);
        timed("control plane", () -> controlPlaneHost.start(controlPlane));
        List<NodeConfig> rest = new ArrayList<>();
        ports.cells().forEach(cell -> rest.add(plan.cell(cell)));
        ports.regions().forEach(region -> rest.add(plan.edge(region)));
        rest.forEach(node -> nodes.put(node.id(), node));
        Together.run(rest.stream()
                .<Together.Task>map(node -> () -> timed(node.kind() + " " + node.id(), () -> host.start(node)))
                .toList());
        Together.run(rest.stream()
                .<Together.Task>map(node -> () -> Readiness.await(node))
                .toList());
        Together.run(ports.regions().stream()
                .<Together.Task>map(region -> () -> Readiness.awaitProfiles(plan.edge(region)))
                .toList());
    }

    private void timed(String part, Together.Task task) throws Exception {
        if (parts.isStopping()) {
            throw new MeshStoppedException();
        }
        long began = System.nanoTime();
        task.run();
        progress.part(part, Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    public MeshOptions options() {
        return options;
    }

    public PortPlan ports() {
        return ports;
    }

    public Path folder() {
        return folder.path();
    }

    /** A token for whoever tries the mesh out. */
    public String mintToken(String subject, String tenant, Set<String> roles, Duration valid) {
        return mint.mint(subject, tenant, roles, valid);
    }

    /** Puts two regions farther apart, for what is sent from now on and for what is on its way. */
    public void slowDown(Region one, Region other, double moreMillisEachWay) {
        wan.change(one, other, now -> now.withDelayMillis(now.delayMillis() + moreMillisEachWay));
        wan.change(other, one, now -> now.withDelayMillis(now.delayMillis() + moreMillisEachWay));
    }

    void mountLinks(Router router) {
        dev.cellmesh.local.wan.WanAdmin.mount(router, wan);
    }

    void killNode(String id) {
        hostOf(known(id)).kill(id);
    }

    void startNode(String id) {
        NodeConfig node = known(id);
        hostOf(node).start(node);
    }

    List<ProcessHandle> databaseProcesses() {
        return databases.processes();
    }

    void killDatabase(String ring, String region) {
        databases.kill(ring(ring), region(region));
    }

    void startDatabase(String ring, String region) {
        databases.start(ring(ring), region(region));
    }

    void pauseReplay(String ring, String region, boolean paused) {
        databases.pauseReplay(ring(ring), region(region), paused);
    }

    void stallDatabase(String ring, String service, Duration lasts) {
        databases.stall(ring(ring), service, lasts);
    }

    long endWaitingCommits(String ring) {
        return databases.endWaitingCommits(ring(ring));
    }

    private NodeHost hostOf(NodeConfig node) {
        return node.id().equals(MeshPlan.CONTROL_PLANE) ? controlPlaneHost : host;
    }

    private NodeConfig known(String id) {
        NodeConfig node = nodes.get(id);
        if (node == null) {
            throw new UnknownPartException("there is no node " + id + "; ./infra/mesh status lists them");
        }
        return node;
    }

    private static Region region(String name) {
        return MeshOptions.REGIONS.stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownPartException("there is no region " + name));
    }

    private static RingId ring(String name) {
        return name.equals(RingId.GLOBAL.name()) ? RingId.GLOBAL : RingId.of(region(name));
    }

    public MeshStatus status() {
        MeshStatus.NodeStatus controlPlane = status(nodes.get(MeshPlan.CONTROL_PLANE));
        List<MeshStatus.NodeStatus> edges = new ArrayList<>();
        List<MeshStatus.NodeStatus> cells = new ArrayList<>();
        ports.regions().forEach(region -> edges.add(status(nodes.get(MeshPlan.edgeId(region)))));
        for (CellId cell : ports.cells()) {
            cells.add(status(nodes.get(cell.toString())));
        }
        List<MeshStatus.RingStatus> rings = databases.status();
        boolean ready = controlPlane.ready()
                && edges.stream().allMatch(MeshStatus.NodeStatus::ready)
                && cells.stream().allMatch(MeshStatus.NodeStatus::ready)
                && rings.stream()
                        .flatMap(ring -> ring.members().stream())
                        .allMatch(member -> member.up() && member.connected());
        return new MeshStatus(
                ready,
                options.portBase(),
                options.wan(),
                options.processes(),
                Duration.ofNanos(System.nanoTime() - beganNanos).toSeconds(),
                ProcessMemory.ofTree(ProcessHandle.current(), databases.processes().stream()),
                folder.path().toString(),
                controlPlane,
                edges,
                cells,
                rings);
    }

    private MeshStatus.NodeStatus status(NodeConfig node) {
        NodeHost where = hostOf(node);
        boolean running = where.isRunning(node.id());
        NodeHost.Crashes crashes = where.crashes(node.id());
        return new MeshStatus.NodeStatus(
                node.id(),
                node.region(),
                "http://" + node.listen(),
                "http://" + node.ops(),
                running,
                running && Readiness.isReady(node),
                where.pid(node.id()),
                crashes.count(),
                crashes.restartInMillis());
    }

    private void closeOnExit() {
        progress.note("stopping ...");
        long began = System.nanoTime();
        parts.close();
        progress.note(
                "stopped in " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
    }

    /** Returns when nothing is left; a second call waits for the first. */
    @Override
    public void close() {
        parts.close();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook waits for this same end.
        }
    }
}
