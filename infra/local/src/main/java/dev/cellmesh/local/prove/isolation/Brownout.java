package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.load.schedule.PoissonProcess;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.MeshStatus.NodeStatus;
import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.isolation.load.Answers;
import dev.cellmesh.local.prove.isolation.load.Course;
import dev.cellmesh.local.prove.isolation.load.Event;
import dev.cellmesh.local.prove.isolation.load.Load;
import dev.cellmesh.local.prove.isolation.load.Stream;
import dev.cellmesh.runtime.node.Weakness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Does a cell that is slow, and says that it is well, lose its requests to its peers at once; and does none that is well?
 * One of eight cells answers ten times slower than all did before, by a link before it.
 */
final class Brownout implements Check {
    private static final int CELLS = 8;
    private static final int TENANTS = 56;
    private static final int PER_SECOND = 300;
    /** Of the way to each cell: what is usual has to be far more than what a busy machine adds now and then. */
    private static final double EACH_WAY_MILLIS = 2;

    private static final int SLOWER = 10;
    /** In what a request should take, as a multiple of the usual: half of what the slow cell takes. */
    private static final int GOAL = 5;

    private static final Duration CLEAN = Duration.ofMinutes(10);
    private static final Duration CLEAN_LEAST = Duration.ofSeconds(10);
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration SLOW = Duration.ofSeconds(60);
    private static final Duration SLOW_LEAST = Duration.ofSeconds(20);
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(2);
    private static final double BREACHED_MOST = 0.01;

    /** Of the median; slower, the machine is busy with something else. */
    private static final double USUAL_MILLIS_MOST = 20;

    private static final int CONNECTIONS = 64;

    @Override
    public String name() {
        return "brownout";
    }

    @Override
    public String purpose() {
        return "one cell of eight answers 10 times slower, and its health stays green";
    }

    @Override
    public Duration lasts(Scale scale) {
        return clean(scale)
                .plus(CLEAN_LEAST)
                .plus(BEFORE.plus(slow(scale)).plusSeconds(45).multipliedBy(2));
    }

    private static Duration clean(Scale scale) {
        return scale.of(CLEAN, CLEAN_LEAST);
    }

    private static Duration slow(Scale scale) {
        return scale.of(SLOW, SLOW_LEAST);
    }

    /** What a slow cell did to those who ask. */
    private record Slowed(boolean green, Optional<Duration> drained, double breached, Answers answers) {}

    @Override
    public List<Finding> run(World world) throws Exception {
        List<Finding> findings = new ArrayList<>();
        try (Ground ground = world.open(options(), Set.of())) {
            Crowd crowd = crowd(ground);
            WarmUp.by(
                    world,
                    USUAL_MILLIS_MOST,
                    lasts -> load(world, ground, crowd, lasts, List.of()).answers());
            double before = ejections(ground);
            Course clean =
                    load(world, ground, crowd, clean(world.scale), List.of()).whole();
            double ejected = ejections(ground) - before;
            world.samples("clean", clean.answers());
            findings.add(new Finding(
                    "cells ejected in " + clean(world.scale).toSeconds() + " s in which all are well",
                    "0",
                    String.format("%.0f", ejected),
                    ejected == 0));
            Slowed slowed = slowed(world, ground, crowd, clean.answers());
            world.note("its health stayed " + (slowed.green() ? "green" : "NOT green"));
            findings.add(new Finding(
                    "one of 8 cells 10 times slower: its requests go elsewhere",
                    "within " + DRAINED_WITHIN.toSeconds() + " s",
                    slowed.drained().map(took -> took.toMillis() + " ms").orElse("never"),
                    slowed.green()
                            && slowed.drained()
                                    .filter(took -> took.compareTo(DRAINED_WITHIN) <= 0)
                                    .isPresent()));
            findings.add(breached("requests slower than " + GOAL + " times the usual, from then on", slowed, false));
        }
        try (Ground ground = world.open(options(), Set.of(Weakness.OUTLIER_EJECTION))) {
            Crowd crowd = crowd(ground);
            WarmUp.by(
                    world,
                    USUAL_MILLIS_MOST,
                    lasts -> load(world, ground, crowd, lasts, List.of()).answers());
            Answers usual =
                    load(world, ground, crowd, CLEAN_LEAST, List.of()).whole().answers();
            findings.add(
                    breached("the control: cells that answer get requests", slowed(world, ground, crowd, usual), true));
        }
        return findings;
    }

    private static Finding breached(String name, Slowed slowed, boolean control) {
        return new Finding(
                name,
                (control ? "> " : "<= ") + String.format("%.0f %%", BREACHED_MOST * 100),
                String.format(
                        "%.2f %% of %d",
                        slowed.breached() * 100, slowed.answers().count()),
                control == slowed.breached() > BREACHED_MOST);
    }

    private static MeshOptions options() {
        return World.plain(CELLS).withCellsElsewhere(1).withCellLinks(true).serving("collab");
    }

    private static Crowd crowd(Ground ground) throws InterruptedException {
        for (String cell : ground.cells(Ground.HOME)) {
            ground.mesh.slowCell(cell, EACH_WAY_MILLIS);
        }
        return Crowd.of(ground, "brown", TENANTS, Ground.HOME, World.UNLIMITED);
    }

    private static Course load(World world, Ground ground, Crowd crowd, Duration lasts, List<Event> events) {
        return Load.run(
                List.of(ground.edge(Ground.HOME)),
                CONNECTIONS,
                world.nextSeed(),
                List.of(new Stream(
                        "reads", new PoissonProcess(PER_SECOND, lasts), crowd.reads(ground.edge(Ground.HOME)))),
                events);
    }

    private static Slowed slowed(World world, Ground ground, Crowd crowd, Answers usual) {
        String cell = ground.cells(Ground.HOME).getFirst();
        double usualMillis = usual.percentileMillis(50);
        double eachWayMillis = Math.ceil(usualMillis * (SLOWER - 1) / 2);
        world.note(String.format(
                "the usual p50 is %.1f ms; %s gets %.0f ms more each way", usualMillis, cell, eachWayMillis));
        String slow = cell + " is slow";
        Course course;
        CountedRequests counted = CountedRequests.of(ground.meters, ground.cellOps(cell));
        try (counted) {
            course = load(
                            world,
                            ground,
                            crowd,
                            BEFORE.plus(slow(world.scale)),
                            List.of(new Event(
                                    BEFORE, slow, () -> ground.mesh.slowCell(cell, EACH_WAY_MILLIS + eachWayMillis))))
                    .whole();
        }
        boolean green = ground.mesh.status().cells().stream()
                .filter(node -> node.id().equals(cell))
                .allMatch(NodeStatus::ready);
        long from = course.doneNanos().get(slow);
        Answers since = course.answers().between(from, Long.MAX_VALUE);
        world.samples("slow", since);
        double goalMillis = usualMillis * GOAL;
        return new Slowed(
                green,
                Draining.of(counted.readings(), (double) PER_SECOND / CELLS, from),
                since.share(answer -> !answer.isSuccess() || answer.latencyMillis() > goalMillis),
                since);
    }

    private static double ejections(Ground ground) {
        return ground.meters.sum(ground.edgeOps(Ground.HOME), "cellmesh_edge_cells_ejections_total");
    }
}
