package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.load.schedule.PoissonProcess;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.isolation.Ground.Tenant;
import dev.cellmesh.local.prove.isolation.load.Answers;
import dev.cellmesh.local.prove.isolation.load.Course;
import dev.cellmesh.local.prove.isolation.load.Load;
import dev.cellmesh.local.prove.isolation.load.Stream;
import dev.cellmesh.local.prove.isolation.load.Stream.Requests;
import dev.cellmesh.runtime.node.Weakness;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Does a region that is gone get more load by being gone? All cells of one die, and the edge of another one goes on getting requests
 * that only the dead ones could serve. What it sends again is counted by itself.
 */
final class DeadRegion implements Check {
    private static final String DEAD = "europe-west1";
    private static final int CELLS = 2;
    private static final int TENANTS = 12;
    private static final int PER_SECOND = 150;
    private static final Duration ALIVE = Duration.ofSeconds(5);
    private static final Duration GONE = Duration.ofSeconds(60);
    private static final Duration GONE_LEAST = Duration.ofSeconds(10);
    private static final double ADDED_MOST = 0.10;
    /** Of the median; slower, the machine is busy with something else. */
    private static final double USUAL_MILLIS_MOST = 250;

    private static final int CONNECTIONS = 256;

    @Override
    public String name() {
        return "retries";
    }

    @Override
    public String purpose() {
        return "all cells of a region are dead, and requests for them go on";
    }

    @Override
    public Duration lasts(Scale scale) {
        return ALIVE.plus(gone(scale)).plusSeconds(40).multipliedBy(2);
    }

    private static Duration gone(Scale scale) {
        return scale.of(GONE, GONE_LEAST);
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        List<Finding> findings = new ArrayList<>();
        try (Ground ground = world.open(options(), Set.of())) {
            Added added = added(world, ground);
            findings.add(new Finding(
                    "sent again, of what was asked of a region that is gone",
                    "<= " + percent(ADDED_MOST),
                    added.seen(),
                    added.share() <= ADDED_MOST));
        }
        try (Ground ground = world.open(options(), Set.of(Weakness.RETRY_BUDGET))) {
            Added added = added(world, ground);
            findings.add(new Finding(
                    "the control: without a budget",
                    "> " + percent(ADDED_MOST),
                    added.seen(),
                    added.share() > ADDED_MOST));
        }
        return findings;
    }

    private record Added(double again, int requests) {
        double share() {
            return again / requests;
        }

        String seen() {
            return String.format("%.1f %% of %d", share() * 100, requests);
        }
    }

    private static String percent(double share) {
        return String.format("%.0f %%", share * 100);
    }

    private static MeshOptions options() {
        return World.distant(CELLS).serving("payments", "collab");
    }

    private static Added added(World world, Ground ground) throws InterruptedException {
        Crowd crowd = Crowd.of(ground, "gone", TENANTS, DEAD, World.UNLIMITED);
        URI edge = ground.edge(Ground.HOME);
        String ops = ground.edgeOps(Ground.HOME);
        WarmUp.by(
                world,
                USUAL_MILLIS_MOST,
                lasts -> load(world, edge, crowd, lasts).answers());
        world.samples("while it lives", load(world, edge, crowd, ALIVE).whole().answers());
        ground.cells(DEAD).forEach(ground.mesh::killNode);
        double before = again(ground, ops);
        Answers gone = load(world, edge, crowd, gone(world.scale)).whole().answers();
        world.samples("while the region is gone", gone);
        return new Added(again(ground, ops) - before, gone.count());
    }

    private static Course load(World world, URI edge, Crowd crowd, Duration lasts) {
        return Load.run(
                List.of(edge),
                CONNECTIONS,
                world.nextSeed(),
                List.of(new Stream(
                        "strong reads and writes", new PoissonProcess(PER_SECOND, lasts), requests(edge, crowd))),
                List.of());
    }

    private static double again(Ground ground, String ops) {
        return ground.meters.sum(ops, "cellmesh_edge_retries_total")
                + ground.meters.sum(ops, "cellmesh_edge_hedges_total");
    }

    /** What only the home region can do: any cell could say that there is no such account, but no other one may. */
    private static Requests requests(URI edge, Crowd crowd) {
        return random -> {
            Tenant tenant = crowd.any(random);
            return random.nextInt(4) == 0
                    ? Wishes.write(
                            HttpMethod.POST,
                            edge,
                            tenant,
                            "/accounts",
                            new JsonObject().put("currency", "EUR").put("openingBalance", 1),
                            random)
                    : Wishes.get(edge, tenant, "/accounts/" + new UUID(random.nextLong(), random.nextLong()));
        };
    }
}
