package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.load.schedule.PoissonProcess;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.isolation.Ground.Tenant;
import dev.cellmesh.local.prove.isolation.load.Answer;
import dev.cellmesh.local.prove.isolation.load.Answers;
import dev.cellmesh.local.prove.isolation.load.Course;
import dev.cellmesh.local.prove.isolation.load.Event;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Do the other services of a cell go on when one's database stands still? All tables of payments are locked for five seconds, again and
 * again, while all services are asked; what the others take then is compared with what they took just before.
 */
final class StalledService implements Check {
    private static final Duration STALL = Duration.ofSeconds(5);
    /** Calm before each stall, which it is compared with. */
    private static final Duration CALM = STALL;
    /** After each: what waited comes to its end. */
    private static final Duration AFTER = Duration.ofSeconds(5);

    /** Not measured: in it, connections are opened that those after it find open. */
    private static final int FIRST = 1;

    private static final int STALLS = 10;
    private static final int STALLS_LEAST = 1;
    private static final double SLOWER_MOST = 1.5;
    private static final int PAYMENTS_PER_SECOND = 60;
    private static final int OTHERS_PER_SECOND = 60;
    /** Of the median; slower, the machine is busy with something else. */
    private static final double USUAL_MILLIS_MOST = 150;

    private static final int CONNECTIONS = 600;
    private static final String PAYMENTS = "payments";

    @Override
    public String name() {
        return "stalled-service";
    }

    @Override
    public String purpose() {
        return "the database of one service stands still, again and again for " + STALL.toSeconds() + " s";
    }

    @Override
    public Duration lasts(Scale scale) {
        return load(stalls(scale)).plusSeconds(45).multipliedBy(2);
    }

    private static int stalls(Scale scale) {
        return scale.of(STALLS, STALLS_LEAST);
    }

    private static Duration load(int stalls) {
        return CALM.plus(STALL).plus(AFTER).multipliedBy(FIRST + stalls);
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        List<Finding> findings = new ArrayList<>();
        int stalls = stalls(world.scale);
        try (Ground ground = world.open(options(), Set.of())) {
            Seen seen = seen(world, ground, stalls);
            seen.ratios()
                    .forEach((service, ratio) -> findings.add(new Finding(
                            service + " while payments stall, p99 beside that of the calm before",
                            "<= " + SLOWER_MOST + " times",
                            String.format("%.2f times", ratio),
                            ratio <= SLOWER_MOST)));
            findings.add(new Finding(
                    "requests of the other services that failed meanwhile, and in the calm",
                    "0 and 0",
                    seen.failed() + " and " + seen.failedInCalm() + " of " + seen.others() + " each",
                    seen.failed() + seen.failedInCalm() == 0));
            findings.add(new Finding(
                    "payments really stood still: successes of them meanwhile",
                    "< 5 %",
                    String.format("%.1f %%", seen.stalledSucceeded() * 100),
                    seen.stalledSucceeded() < 0.05));
        }
        try (Ground ground = world.open(options(), Set.of(Weakness.BULKHEADS))) {
            Seen seen = seen(world, ground, stalls);
            double worst = seen.ratios().values().stream()
                    .mapToDouble(ratio -> ratio)
                    .max()
                    .orElse(0);
            findings.add(new Finding(
                    "the control: all services share one pool",
                    "> " + SLOWER_MOST + " times, or failures",
                    String.format("%.1f times, %d of %d failed", worst, seen.failed(), seen.others()),
                    worst > SLOWER_MOST || seen.failed() > 0));
        }
        return findings;
    }

    /**
     * @param ratios p99 of the stalls by p99 of the calm, by service
     * @param stalledSucceeded of the payments that came in the first part of a stall
     */
    private record Seen(
            Map<String, Double> ratios, long failed, long failedInCalm, int others, double stalledSucceeded) {}

    /** One cell for all, so that all services of it are met; with distance, so that a write takes what it takes. */
    private static MeshOptions options() {
        return World.distant(1);
    }

    private static Seen seen(World world, Ground ground, int stalls) throws InterruptedException {
        Tenant tenant = ground.tenant("stalled", Ground.HOME, World.UNLIMITED);
        ground.awaitRoutes();
        Map<String, Requests> others = others(ground, tenant);
        Requests payments = payments(ground, tenant);
        List<URI> edge = List.of(ground.edge(Ground.HOME));
        WarmUp.by(
                world,
                USUAL_MILLIS_MOST,
                lasts -> Load.run(edge, CONNECTIONS, world.nextSeed(), streams(others, payments, lasts), List.of())
                        .answers());
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < FIRST + stalls; i++) {
            events.add(
                    new Event(stallAt(i), "stall " + i, () -> ground.mesh.stallDatabase(Ground.HOME, PAYMENTS, STALL)));
        }
        Course course = Load.run(edge, CONNECTIONS, world.nextSeed(), streams(others, payments, load(stalls)), events)
                .whole();
        Answers calm = windows(course, stalls, CALM.negated(), Duration.ZERO);
        Answers stalled = windows(course, stalls, Duration.ZERO, STALL);
        Map<String, Double> ratios = new TreeMap<>();
        for (String service : others.keySet()) {
            world.samples(service + ", calm", calm.of(service));
            world.samples(service + ", while payments stall", stalled.of(service));
            ratios.put(
                    service,
                    stalled.of(service).percentileMillis(99) / calm.of(service).percentileMillis(99));
        }
        world.samples("payments, stalled", stalled.of(PAYMENTS));
        Answers meanwhile = stalled.only(answer -> !answer.stream().equals(PAYMENTS));
        // Those of the last part are let through when it ends.
        Answers early =
                windows(course, stalls, Duration.ZERO, STALL.dividedBy(4)).of(PAYMENTS);
        return new Seen(
                ratios,
                meanwhile.count(answer -> !answer.isSuccess()),
                calm.count(answer -> !answer.stream().equals(PAYMENTS) && !answer.isSuccess()),
                meanwhile.count(),
                early.share(answer -> answer.isSuccess() && answer.latencyNanos() < STALL.toNanos() / 2));
    }

    private static List<Stream> streams(Map<String, Requests> others, Requests payments, Duration lasts) {
        List<Stream> streams = new ArrayList<>();
        others.forEach((service, requests) ->
                streams.add(new Stream(service, new PoissonProcess(OTHERS_PER_SECOND, lasts), requests)));
        streams.add(new Stream(PAYMENTS, new PoissonProcess(PAYMENTS_PER_SECOND, lasts), payments));
        return streams;
    }

    private static Duration stallAt(int number) {
        return CALM.plus(STALL).plus(AFTER).multipliedBy(number).plus(CALM);
    }

    /** What was meant to start so long after the stalls began, or before. */
    private static Answers windows(Course course, int stalls, Duration from, Duration to) {
        List<Answer> all = new ArrayList<>();
        for (int i = FIRST; i < FIRST + stalls; i++) {
            long began = course.doneNanos().get("stall " + i);
            all.addAll(course.answers()
                    .between(began + from.toNanos(), began + to.toNanos())
                    .all());
        }
        return new Answers(all);
    }

    private static Requests payments(Ground ground, Tenant tenant) {
        String account = ground.post(
                        tenant,
                        "/accounts",
                        "account",
                        new JsonObject().put("currency", "EUR").put("openingBalance", 1))
                .getString("id");
        URI edge = ground.edge(Ground.HOME);
        return random -> random.nextInt(4) == 0
                ? Wishes.write(
                        HttpMethod.POST,
                        edge,
                        tenant,
                        "/accounts",
                        new JsonObject().put("currency", "EUR").put("openingBalance", 1),
                        random)
                : Wishes.get(edge, tenant, "/accounts/" + account);
    }

    /** Of each: reads and writes, what waits for other regions and what does not. */
    private static Map<String, Requests> others(Ground ground, Tenant tenant) {
        URI edge = ground.edge(Ground.HOME);
        String product = ground.post(
                        tenant,
                        "/products",
                        "product",
                        new JsonObject()
                                .put("name", "Cup")
                                .put("price", new JsonObject().put("amount", 1).put("currency", "EUR")))
                .getString("id");
        Map<String, Requests> others = new TreeMap<>();
        others.put("catalog", random -> Wishes.strong(Wishes.get(edge, tenant, "/products/" + product)));
        others.put(
                "profiles",
                random -> Wishes.write(
                        HttpMethod.PUT,
                        edge,
                        tenant,
                        "/profiles/" + new UUID(random.nextLong(), random.nextLong()) + "/display-name",
                        new JsonObject().put("displayName", "Ann"),
                        random));
        others.put(
                "collab",
                random -> Wishes.write(
                        HttpMethod.POST,
                        edge,
                        tenant,
                        "/documents/" + new UUID(random.nextLong(), random.nextLong()) + "/reactions",
                        new JsonObject().put("kind", "like").put("delta", 1),
                        random));
        return others;
    }
}
