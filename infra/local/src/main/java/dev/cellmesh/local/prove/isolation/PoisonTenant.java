package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.load.schedule.ConstantRate;
import dev.cellmesh.load.schedule.PoissonProcess;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.isolation.Ground.Tenant;
import dev.cellmesh.local.prove.isolation.load.Answer;
import dev.cellmesh.local.prove.isolation.load.Answers;
import dev.cellmesh.local.prove.isolation.load.Course;
import dev.cellmesh.local.prove.isolation.load.Load;
import dev.cellmesh.local.prove.isolation.load.Stream;
import dev.cellmesh.local.prove.isolation.load.Stream.Asked;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.runtime.node.Weakness;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Whom does a tenant reach that kills every cell it speaks to, and sends 100 times what it may? 500 tenants on 16 cells, four for
 * each, and every cell a process of its own that is started again when it died.
 *
 * <p>The others are measured twice without it, and once with it. A percentile of one tenant's few hundred requests is a rough
 * thing: {@link Slowness} says what is more than chance, and the two quiet times, compared with each other, what this machine does by
 * itself.
 */
final class PoisonTenant implements Check {
    private static final int CELLS = 16;
    private static final int CELLS_PER_TENANT = 4;
    private static final int OTHERS = 499;
    private static final int OTHERS_LEAST = 60;
    /** Each asks so often in each part. */
    private static final int REQUESTS_EACH = 150;

    private static final int REQUESTS_EACH_LEAST = 20;
    /** A cell that dies is back after a second or two, and dies again. */
    private static final Duration PART_LEAST = Duration.ofSeconds(20);

    /** So that the machine has time left: who is back has to start. */
    private static final int PER_SECOND = 300;

    private static final double ERRORS_MOST = 0.001;
    private static final TenantPlan SMALL = new TenantPlan("small", 2, 4);
    private static final int TIMES_ITS_LIMIT = 100;
    /** In a control little has to be seen. */
    private static final Duration CONTROL = Duration.ofSeconds(20);

    /** Of the median; slower, the machine is busy with something else. */
    private static final double USUAL_MILLIS_MOST = 20;

    private static final int CONNECTIONS = 256;
    /** By its name in every path it strikes before a cell checks anything. */
    private static final String POISON = "poison";

    private static final String OTHERS_STREAM = "others";

    private static final List<String> NODE_OPTIONS = List.of("-Xmx80m", "-Xss256k");

    @Override
    public String name() {
        return POISON;
    }

    @Override
    public String purpose() {
        return "one tenant at " + TIMES_ITS_LIMIT + " times its limit kills every cell that it reaches";
    }

    @Override
    public Duration lasts(Scale scale) {
        return part(scale)
                .multipliedBy(3)
                .plusSeconds(150)
                .plus(CONTROL.multipliedBy(2).plusSeconds(90).multipliedBy(2));
    }

    private static int others(Scale scale) {
        return scale.of(OTHERS, OTHERS_LEAST);
    }

    private static Duration part(Scale scale) {
        int requests = others(scale) * scale.of(REQUESTS_EACH, REQUESTS_EACH_LEAST);
        Duration all = Duration.ofSeconds(Math.ceilDiv(requests, PER_SECOND));
        return all.compareTo(PART_LEAST) < 0 ? PART_LEAST : all;
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        List<Finding> findings = new ArrayList<>();
        try (Ground ground = world.open(options(), Set.of())) {
            Scene scene = scene(world, ground);
            Answers one = quiet(world, scene, part(world.scale));
            Answers two = quiet(world, scene, part(world.scale));
            Answers beside = besidePoison(world, scene, part(world.scale));
            world.samples("others, before", one);
            world.samples("others, before, again", two);
            world.samples("others, beside the poison", beside);
            int others = others(world.scale);
            Slowness noise = Slowness.of(one, two);
            Slowness slowness = Slowness.of(together(one, two), beside);
            world.note("above 2 times their p99 as counted, with " + one.count() / others + " requests each: "
                    + slowness.counted() + " beside the poison, and " + noise.counted()
                    + " of the second quiet time beside the first");
            findings.add(new Finding(
                    "others above 2 times their own p99, beyond chance",
                    "0 of " + others,
                    slowness.certain().size() + " (quiet: " + noise.certain().size() + ")",
                    slowness.certain().isEmpty()));
            int failed = failed(beside).size();
            findings.add(new Finding(
                    "others with more than 0.1 % errors", "0 of " + others, Integer.toString(failed), failed == 0));
        }
        findings.add(control(world, "the control: no shards", Weakness.SHARDS));
        findings.add(control(world, "the control: plain shards", Weakness.SHUFFLE_SHARDS));
        return findings;
    }

    private static Finding control(World world, String name, Weakness weakness) throws Exception {
        try (Ground ground = world.open(options(), Set.of(weakness))) {
            Scene scene = scene(world, ground);
            Answers quiet = quiet(world, scene, CONTROL);
            Answers beside = besidePoison(world, scene, CONTROL);
            world.samples(name, beside);
            // A tenant all of whose cells are dead may be read in another region: late, and without an error.
            Set<String> reached = new TreeSet<>(failed(beside));
            reached.addAll(Slowness.of(quiet, beside).certain());
            return new Finding(
                    name + ": others with errors, or slow",
                    "> 0 of " + others(world.scale),
                    Integer.toString(reached.size()),
                    !reached.isEmpty());
        }
    }

    /** Who had more errors than anybody may have. */
    private static Set<String> failed(Answers beside) {
        return beside.byTenant().entrySet().stream()
                .filter(own -> own.getValue().share(answer -> !answer.isSuccess()) > ERRORS_MOST)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static MeshOptions options() {
        return new MeshOptions(
                        false,
                        CELLS,
                        Optional.empty(),
                        MeshOptions.PORT_BASE_DEFAULT,
                        true,
                        Set.of(),
                        List.of("collab"))
                .without(Set.of(Weakness.POISON))
                .withCellsElsewhere(1)
                .withCellsPerTenant(CELLS_PER_TENANT)
                .withNodeJavaOptions(NODE_OPTIONS);
    }

    private record Scene(Crowd others, Tenant poison, URI edge) {}

    private static Scene scene(World world, Ground ground) throws InterruptedException {
        Tenant poison = ground.tenant(POISON, Ground.HOME, SMALL);
        Crowd others = Crowd.of(ground, "other", others(world.scale), Ground.HOME, World.UNLIMITED);
        Scene scene = new Scene(others, poison, ground.edge(Ground.HOME));
        WarmUp.by(world, USUAL_MILLIS_MOST, lasts -> load(world, scene, lasts).answers());
        return scene;
    }

    private static Answers quiet(World world, Scene scene, Duration lasts) {
        return load(world, scene, lasts).whole().answers();
    }

    private static Course load(World world, Scene scene, Duration lasts) {
        return Load.run(List.of(scene.edge()), CONNECTIONS, world.nextSeed(), List.of(others(scene, lasts)), List.of());
    }

    private static Answers besidePoison(World world, Scene scene, Duration lasts) {
        Course course = Load.run(
                        List.of(scene.edge()),
                        CONNECTIONS,
                        world.nextSeed(),
                        List.of(
                                others(scene, lasts),
                                new Stream(
                                        POISON,
                                        new PoissonProcess((double) SMALL.requestsPerSecond() * TIMES_ITS_LIMIT, lasts),
                                        random -> poisonous(scene, random))),
                        List.of())
                .whole();
        world.samples("the poison", course.answers().of(POISON));
        return course.answers().of(OTHERS_STREAM);
    }

    private static Stream others(Scene scene, Duration lasts) {
        return new Stream(
                OTHERS_STREAM,
                new ConstantRate(PER_SECOND, lasts),
                scene.others().readsInTurn(scene.edge()));
    }

    /** Never the same, and of every kind: whoever only remembers what killed a cell has much to learn. */
    private static Asked poisonous(Scene scene, RandomGenerator random) {
        String document = "/documents/" + new UUID(random.nextLong(), random.nextLong());
        JsonObject reaction = new JsonObject().put("kind", "like").put("delta", 1);
        return switch (random.nextInt(5)) {
            case 0 -> Wishes.get(scene.edge(), scene.poison(), document);
            case 1 -> Wishes.get(scene.edge(), scene.poison(), document + "/comments");
            case 2 ->
                Wishes.write(HttpMethod.POST, scene.edge(), scene.poison(), document + "/reactions", reaction, random);
            case 3 -> Wishes.get(scene.edge(), scene.poison(), document + "/comments/" + UUID.randomUUID());
            default -> Wishes.get(scene.edge(), scene.poison(), document + "/reactions");
        };
    }

    private static Answers together(Answers one, Answers two) {
        List<Answer> all = new ArrayList<>(one.all());
        all.addAll(two.all());
        return new Answers(all);
    }
}
