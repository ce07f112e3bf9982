package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.load.schedule.PoissonProcess;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.isolation.Ground.Tenant;
import dev.cellmesh.local.prove.isolation.load.Answer;
import dev.cellmesh.local.prove.isolation.load.Answers;
import dev.cellmesh.local.prove.isolation.load.Course;
import dev.cellmesh.local.prove.isolation.load.Load;
import dev.cellmesh.local.prove.isolation.load.Stream;
import dev.cellmesh.runtime.node.Weakness;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Does a cell go on doing what it can when ten times as much is asked? What limits it are its connections to a quorum that is far
 * away, as it is in a mesh of regions, and not this machine's two cores: so the same machine can also ask ten times as much.
 * The cell is asked directly, in a process of its own.
 *
 * <p>A small part is critical, more than a third of what the cell can do; the rest says that it can wait. The peak is the most that
 * it did at any rate, tried upwards until it does no more.
 */
final class Overload implements Check {
    private static final int TIMES = 10;
    private static final double GOODPUT_LEAST = 0.9;
    private static final double SLOWER_MOST = 2;
    private static final double CRITICAL_LEAST = 0.99;
    /** Of the peak. */
    private static final double CRITICAL_SHARE = 0.4;

    private static final double UNLOADED_PER_SECOND = 20;
    private static final double FIRST_PER_SECOND = 100;
    private static final double STEP = 1.3;
    /** Past its peak is a cell that leaves this much undone. */
    private static final double PAST_PEAK = 0.85;

    private static final double PER_SECOND_MOST = 1_500;

    private static final Duration UNLOADED = Duration.ofSeconds(60);
    private static final Duration UNLOADED_LEAST = Duration.ofSeconds(15);
    private static final Duration EACH_STEP = Duration.ofSeconds(10);
    private static final Duration EACH_STEP_LEAST = Duration.ofSeconds(4);
    private static final Duration LOAD = Duration.ofSeconds(60);
    private static final Duration LOAD_LEAST = Duration.ofSeconds(12);
    /** At the start of any load, in which a limit is found. */
    private static final Duration FINDING = Duration.ofSeconds(2);

    /** Of the median; slower, the machine is busy with something else. */
    private static final double USUAL_MILLIS_MOST = 150;

    private static final int CONNECTIONS = 4_000;
    private static final String CRITICAL = "critical";
    private static final String BACKGROUND = "background";

    @Override
    public String name() {
        return "overload";
    }

    @Override
    public String purpose() {
        return TIMES + " times what one cell can do is asked of it";
    }

    @Override
    public Duration lasts(Scale scale) {
        return scale.of(UNLOADED, UNLOADED_LEAST)
                .plus(scale.of(EACH_STEP, EACH_STEP_LEAST).multipliedBy(6))
                .plus(scale.of(LOAD, LOAD_LEAST).multipliedBy(2))
                .plusSeconds(60);
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        List<Finding> findings = new ArrayList<>();
        double peak;
        double unloadedMillis;
        try (Ground ground = world.open(options(), Set.of())) {
            Target target = target(ground);
            WarmUp.by(
                    world,
                    USUAL_MILLIS_MOST,
                    lasts -> load(world, target, FIRST_PER_SECOND, 0, lasts).answers());
            Answers unloaded = load(world, target, UNLOADED_PER_SECOND, 0, world.scale.of(UNLOADED, UNLOADED_LEAST))
                    .whole()
                    .answers();
            world.samples("unloaded", unloaded);
            unloadedMillis = unloaded.percentileMillis(99);
            peak = peak(world, target);
            Seen seen = seen(world, target, peak);
            findings.add(new Finding(
                    TIMES + " times the load: what is done, beside the peak of " + Math.round(peak) + "/s",
                    ">= " + Math.round(GOODPUT_LEAST * 100) + " %",
                    String.format("%.0f %%", seen.perSecond() / peak * 100),
                    seen.perSecond() >= GOODPUT_LEAST * peak));
            findings.add(new Finding(
                    String.format("p99 of what is done, beside %.0f ms unloaded", unloadedMillis),
                    "<= " + SLOWER_MOST + " times",
                    String.format("%.2f times", seen.p99Millis() / unloadedMillis),
                    seen.p99Millis() <= SLOWER_MOST * unloadedMillis));
            findings.add(new Finding(
                    "critical requests that are done",
                    ">= " + Math.round(CRITICAL_LEAST * 100) + " %",
                    String.format("%.2f %%", seen.critical() * 100),
                    seen.critical() >= CRITICAL_LEAST));
        }
        try (Ground ground = world.open(options(), Set.of(Weakness.ADMISSION))) {
            Target target = target(ground);
            WarmUp.by(
                    world,
                    USUAL_MILLIS_MOST,
                    lasts -> load(world, target, FIRST_PER_SECOND, 0, lasts).answers());
            Seen seen = seen(world, target, peak);
            findings.add(new Finding(
                    "the control: without a limiter",
                    "any of them missed",
                    String.format(
                            "%.0f %%, %.1f times, %.1f %%",
                            seen.perSecond() / peak * 100, seen.p99Millis() / unloadedMillis, seen.critical() * 100),
                    seen.perSecond() < GOODPUT_LEAST * peak
                            || seen.p99Millis() > SLOWER_MOST * unloadedMillis
                            || seen.critical() < CRITICAL_LEAST));
        }
        return findings;
    }

    private record Target(URI cell, Tenant tenant) {}

    private record Seen(double perSecond, double p99Millis, double critical) {}

    private static MeshOptions options() {
        return World.processes(World.distant(1)).serving("payments");
    }

    private static Target target(Ground ground) throws InterruptedException {
        Tenant tenant = ground.tenant("busy", Ground.HOME, World.UNLIMITED);
        ground.awaitRoutes();
        return new Target(ground.cell(ground.cells(Ground.HOME).getFirst()), tenant);
    }

    /** The most that it does a second, at any rate. */
    private static double peak(World world, Target target) {
        Duration lasts = world.scale.of(EACH_STEP, EACH_STEP_LEAST);
        double peak = 0;
        for (double rate = FIRST_PER_SECOND; rate <= PER_SECOND_MOST; rate *= STEP) {
            Answers answers = steady(load(world, target, rate, 0, lasts), lasts);
            double done = answers.successes().count() / seconds(lasts);
            world.note(String.format(
                    "asked %.0f/s: %.0f/s done, p99 %.0f ms",
                    rate, done, answers.successes().percentileMillis(99)));
            peak = Math.max(peak, done);
            if (done < PAST_PEAK * rate) {
                break;
            }
        }
        return peak;
    }

    private static Seen seen(World world, Target target, double peak) {
        Duration lasts = world.scale.of(LOAD, LOAD_LEAST);
        Course course = load(world, target, peak * CRITICAL_SHARE, peak * (TIMES - CRITICAL_SHARE), lasts);
        Answers answers = steady(course, lasts);
        world.samples(CRITICAL, answers.of(CRITICAL));
        world.samples(BACKGROUND, answers.of(BACKGROUND));
        world.samples("done", answers.successes());
        world.note("the generator: " + course.generator());
        return new Seen(
                answers.successes().count() / seconds(lasts),
                answers.successes().percentileMillis(99),
                answers.of(CRITICAL).share(Answer::isSuccess));
    }

    private static Answers steady(Course course, Duration lasts) {
        return course.between(FINDING, lasts);
    }

    private static double seconds(Duration lasts) {
        return lasts.minus(FINDING).toMillis() / 1e3;
    }

    /** What cannot be sent any more counts as not done. */
    private static Course load(
            World world, Target target, double criticalPerSecond, double backgroundPerSecond, Duration lasts) {
        List<Stream> streams = new ArrayList<>();
        streams.add(
                new Stream(CRITICAL, new PoissonProcess(criticalPerSecond, lasts), random -> opening(target, random)));
        if (backgroundPerSecond > 0) {
            streams.add(new Stream(
                    BACKGROUND,
                    new PoissonProcess(backgroundPerSecond, lasts),
                    random -> Wishes.inBackground(opening(target, random))));
        }
        return Load.run(List.of(target.cell()), CONNECTIONS, world.nextSeed(), streams, List.of());
    }

    /** Of an account: one statement, which waits for the quorum and for no other request's rows. */
    private static Stream.Asked opening(Target target, RandomGenerator random) {
        return Wishes.write(
                HttpMethod.POST,
                target.cell(),
                target.tenant(),
                "/accounts",
                new JsonObject().put("currency", "EUR").put("openingBalance", 1),
                random);
    }
}
