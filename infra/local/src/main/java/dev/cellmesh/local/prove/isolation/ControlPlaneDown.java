package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.load.schedule.PoissonProcess;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.isolation.Ground.Tenant;
import dev.cellmesh.local.prove.isolation.load.Answers;
import dev.cellmesh.local.prove.isolation.load.Course;
import dev.cellmesh.local.prove.isolation.load.Event;
import dev.cellmesh.local.prove.isolation.load.Load;
import dev.cellmesh.local.prove.isolation.load.Stream;
import dev.cellmesh.local.prove.isolation.load.Stream.Requests;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Do tenants notice that the control plane and its database are gone? Both are killed: the process, and the primary of the ring of
 * the whole mesh. Meanwhile all nodes of the third region are killed and started one after the other, with nothing to go by but what
 * they kept; requests go to the two others.
 *
 * <p>What needs that database is not asked: claiming an e-mail address of the whole mesh, and reading one, whose replicas may not
 * be believed for long without their primary.
 */
final class ControlPlaneDown implements Check {
    private static final String CONTROL_PLANE = "control-plane";
    private static final String GLOBAL = "global";
    private static final String SECOND = "europe-west1";
    private static final String RESTARTED = "asia-southeast1";
    private static final int CELLS = 2;
    private static final int TENANTS = 4;
    private static final int PER_SECOND = 30;
    private static final int CONNECTIONS = 64;

    private static final Duration BEFORE = Duration.ofSeconds(5);
    private static final Duration DOWN = Duration.ofMinutes(5);
    /** All nodes of a region are started one after the other in this time. */
    private static final Duration DOWN_LEAST = Duration.ofSeconds(40);

    private static final Duration EYE = Duration.ofSeconds(4);
    private static final String GONE = "control plane and its database are killed";
    private static final String RESTARTS = "nodes of " + RESTARTED + " are restarted";

    @Override
    public String name() {
        return "control-plane-down";
    }

    @Override
    public String purpose() {
        return "the control plane and its database are dead, and nodes are restarted meanwhile";
    }

    @Override
    public Duration lasts(Scale scale) {
        return BEFORE.plus(down(scale)).plus(EYE).plusSeconds(60);
    }

    private static Duration down(Scale scale) {
        return scale.of(DOWN, DOWN_LEAST);
    }

    /** Each node a process: one that is started anew has nothing but its files. */
    private static MeshOptions options() {
        return World.processes(World.distant(CELLS)).withNodeJavaOptions(List.of());
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        List<Finding> findings = new ArrayList<>();
        try (Ground ground = world.open(options(), Set.of())) {
            Crowd home = Crowd.of(ground, "down", TENANTS, Ground.HOME, World.UNLIMITED);
            Crowd second = Crowd.of(ground, "down-eu", TENANTS, SECOND, World.UNLIMITED);
            Crowd restarted = Crowd.of(ground, "down-as", 1, RESTARTED, World.UNLIMITED);
            Tenant probe = restarted.tenants().getFirst();
            List<String> cameUp = new ArrayList<>();
            List<String> nodes = new ArrayList<>(ground.cells(RESTARTED));
            nodes.addFirst(RESTARTED + "-edge");

            Course course = Load.run(
                            List.of(ground.edge(Ground.HOME), ground.edge(SECOND)),
                            CONNECTIONS,
                            world.nextSeed(),
                            List.of(
                                    stream(world, "us", home, ground.edge(Ground.HOME)),
                                    stream(world, "eu", second, ground.edge(SECOND))),
                            List.of(
                                    new Event(BEFORE, GONE, () -> {
                                        ground.mesh.killNode(CONTROL_PLANE);
                                        ground.mesh.killDatabase(GLOBAL, Ground.HOME);
                                    }),
                                    new Event(
                                            BEFORE.plusSeconds(2),
                                            RESTARTS,
                                            () -> nodes.forEach(node -> {
                                                ground.mesh.killNode(node);
                                                ground.mesh.startNode(node);
                                                if (serves(ground, probe)) {
                                                    cameUp.add(node);
                                                }
                                            }))))
                    .whole();
            Answers down = course.answers().between(course.doneNanos().get(GONE), Long.MAX_VALUE);
            world.samples("while it is down", down);
            long failed = down.count(answer -> !answer.isSuccess());
            findings.add(new Finding(
                    "requests of tenants that failed in " + down(world.scale).toSeconds()
                            + " s without a control plane",
                    "0",
                    failed + " of " + down.count(),
                    failed == 0));
            findings.add(new Finding(
                    "nodes that were killed and started meanwhile, and serve",
                    nodes.size() + " of " + nodes.size(),
                    cameUp.size() + " of " + nodes.size(),
                    cameUp.size() == nodes.size()));
            findings.add(comesBack(ground));
            findings.add(eye(world, ground, home));
        }
        return findings;
    }

    private static Stream stream(World world, String name, Crowd crowd, URI edge) {
        return new Stream(
                name, new PoissonProcess(PER_SECOND, BEFORE.plus(down(world.scale))), everything(crowd, edge));
    }

    /** What tenants do all day. */
    private static Requests everything(Crowd crowd, URI edge) {
        Requests reads = crowd.reads(edge);
        Requests writes = crowd.writes(edge);
        return random -> switch (random.nextInt(5)) {
            case 0 -> writes.next(random);
            case 1 ->
                Wishes.write(
                        HttpMethod.POST,
                        edge,
                        crowd.any(random),
                        "/accounts",
                        new JsonObject().put("currency", "EUR").put("openingBalance", 1),
                        random);
            case 2 ->
                Wishes.write(
                        HttpMethod.PUT,
                        edge,
                        crowd.any(random),
                        "/profiles/" + new UUID(random.nextLong(), random.nextLong()) + "/display-name",
                        new JsonObject().put("displayName", "Ann"),
                        random);
            case 3 -> Wishes.get(edge, crowd.any(random), "/products");
            default -> reads.next(random);
        };
    }

    /** Asks until it is answered as it should be; false when it is not in time. */
    private static boolean serves(Ground ground, Tenant tenant) {
        try {
            Ground.await(
                    tenant.name() + " is served",
                    () -> ground.status(ground.edge(RESTARTED), tenant, "/products") == 200);
            return true;
        } catch (IllegalStateException notInTime) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Finding comesBack(Ground ground) {
        ground.mesh.startDatabase(GLOBAL, Ground.HOME);
        ground.mesh.startNode(CONTROL_PLANE);
        ground.tenant("down-after", Ground.HOME, World.UNLIMITED);
        return new Finding("a tenant is made once both are back", "made", "made", true);
    }

    /** Nothing failed: would it have been seen? All cells of a region die, and requests for them must be counted as failed. */
    private static Finding eye(World world, Ground ground, Crowd crowd) {
        ground.cells(Ground.HOME).forEach(ground.mesh::killNode);
        Course course = Load.run(
                        List.of(ground.edge(Ground.HOME)),
                        CONNECTIONS,
                        world.nextSeed(),
                        List.of(new Stream(
                                "eye", new PoissonProcess(PER_SECOND, EYE), crowd.writes(ground.edge(Ground.HOME)))),
                        List.of())
                .whole();
        long failed = course.answers().count(answer -> !answer.isSuccess());
        return new Finding(
                "the control: requests that fail when all cells of a region are dead",
                "> 90 %",
                failed + " of " + course.answers().count(),
                failed > 0.9 * course.answers().count());
    }
}
