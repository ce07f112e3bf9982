package dev.cellmesh.local.hop;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.schedule.ConstantRate;
import dev.cellmesh.local.hop.HopFigures.Turn;
import dev.cellmesh.local.hop.HopFigures.Way;
import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.MeshProgress;
import dev.cellmesh.local.mesh.MeshStatus;
import dev.cellmesh.local.prove.Tally;
import dev.cellmesh.local.prove.TenantApi;
import dev.cellmesh.local.prove.TenantApi.Settled;
import dev.cellmesh.local.prove.isolation.load.Answers;
import dev.cellmesh.local.prove.isolation.load.Course;
import dev.cellmesh.local.prove.isolation.load.Load;
import dev.cellmesh.local.prove.isolation.load.Stream;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What does an edge add to a request? The same read of one account is sent to its cell, through the edge, and through a bare
 * vertx-http-proxy with the same filters: in one run, in turns of random order, by load that does not wait for answers, at a rate that
 * is far from what any of them can do. No distance, and each a process of its own.
 */
public final class EdgeHopBenchmark {
    private static final double ADDED_P50_MICROS_MAX = 300;
    private static final double CPU_MICROS_MAX = 150;

    private static final int ROUNDS = 12;
    /** A machine that has something else to do for a moment does not spoil the whole. */
    private static final int ROUNDS_MAX = 3 * ROUNDS;

    private static final double PER_SECOND = 400;
    private static final Duration TURN = Duration.ofSeconds(4);
    private static final double WARM_UP_PER_SECOND = 2_000;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final int WARM_UPS_MAX = 10;
    /** A turn that costs less than this part of the one before shows that compilers were still at work. */
    private static final double SETTLED = 0.85;
    /** So often on end; the compilers come back to what they have made. */
    private static final int ALIKE = 2;

    private static final int CONNECTIONS = 64;
    private static final long SEED = 1;
    private static final String TENANT = "hop";
    private static final int LIMIT = 1_000_000;
    private static final Duration TOKEN_VALID = Duration.ofHours(1);
    private static final String COMMAND = "dev.cellmesh.local.cli.MeshCommand";
    private static final double NANOS_PER_MICRO = 1_000;

    private final PrintStream out;
    private final MeshProgress progress;

    private record Target(URI origin, long pid) {}

    public EdgeHopBenchmark(PrintStream out, MeshProgress progress) {
        this.out = out;
        this.progress = progress;
    }

    /** Which mesh does it need? */
    public static MeshOptions options() {
        return new MeshOptions(
                        false, 1, Optional.empty(), MeshOptions.PORT_BASE_DEFAULT, true, Set.of(), List.of("payments"))
                .withNodeJavaOptions(List.of("-XX:TieredStopAtLevel=4"));
    }

    /** Returns 0 when the goals are reached, 1 otherwise. */
    public int run(MeshOptions options) throws Exception {
        try (Mesh mesh = Mesh.start(options, progress)) {
            MeshStatus status = new MeshClient(options.portBase()).status();
            try (ProxyProcess proxy =
                    ProxyProcess.start(COMMAND, options.portBase(), Path.of(status.data(), "bare-proxy.log"))) {
                Map<Way, Target> targets = new EnumMap<>(Way.class);
                targets.put(Way.DIRECT, target(status.cells().getFirst()));
                targets.put(Way.EDGE, target(status.edges().getFirst()));
                targets.put(Way.PROXY, new Target(URI.create("http://127.0.0.1:" + proxy.port()), proxy.pid()));
                return told(measured(targets, stream(mesh, status)));
            }
        }
    }

    private static Target target(MeshStatus.NodeStatus node) {
        return new Target(URI.create(node.url()), node.pid());
    }

    private interface Requests {
        Stream.Requests to(URI origin);
    }

    private static Requests stream(Mesh mesh, MeshStatus status) {
        TenantApi api = new TenantApi(new Tally());
        String admin = mesh.mintToken("bench", null, Set.of(Caller.ADMIN), TOKEN_VALID);
        JsonObject plan = new JsonObject()
                .put("name", "unlimited")
                .put("requestsPerSecond", LIMIT)
                .put("burst", LIMIT);
        expect(api.post(
                status.controlPlane().url() + "/v1/admin/tenants",
                admin,
                "create-" + TENANT,
                new JsonObject()
                        .put("id", TENANT)
                        .put("homeRegion", MeshOptions.REGIONS.getFirst().name())
                        .put("plan", plan)));
        String token = mesh.mintToken("bench", TENANT, Set.of(), TOKEN_VALID);
        String accounts = "/v1/tenants/" + TENANT + "/accounts";
        Settled opened = api.post(
                status.edges().getFirst().url() + accounts,
                token,
                "open",
                new JsonObject().put("currency", "EUR").put("openingBalance", 1));
        expect(opened);
        String target = accounts + "/" + opened.data().getString("id");
        return origin -> random -> new Stream.Asked(
                TENANT,
                new PreparedRequest(
                        HttpMethod.GET,
                        origin,
                        target,
                        HttpHeaders.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + token),
                        Buffer.buffer()));
    }

    private static void expect(Settled created) {
        if (created.status() != 201) {
            throw new IllegalStateException("not created: " + created.bytes());
        }
    }

    private HopFigures measured(Map<Way, Target> targets, Requests requests) {
        warmUp(targets, requests);
        Random random = new Random(SEED);
        List<Map<Way, Turn>> rounds = new ArrayList<>();
        for (int round = 1; rounds.size() < ROUNDS; round++) {
            if (round > ROUNDS_MAX) {
                throw new IllegalStateException("this machine has too much else to do: only " + rounds.size() + " of "
                        + ROUNDS_MAX + " rounds were whole");
            }
            List<Way> ways = new ArrayList<>(List.of(Way.values()));
            Collections.shuffle(ways, random);
            Map<Way, Turn> turns = new EnumMap<>(Way.class);
            for (Way way : ways) {
                turn(targets.get(way), requests).ifPresent(turn -> turns.put(way, turn));
            }
            if (turns.size() == ways.size()) {
                rounds.add(turns);
            }
            out.printf("  round %d: %s%n", round, turns.size() == ways.size() ? turns : "not whole, once more");
        }
        return new HopFigures(rounds);
    }

    /** Until all are as fast as they get: who has more code takes longer, and would pay for its compilers while it is measured. */
    private void warmUp(Map<Way, Target> targets, Requests requests) {
        Map<Way, Double> last = new EnumMap<>(Way.class);
        int alike = 0;
        for (int i = 1; i <= WARM_UPS_MAX && alike < ALIKE; i++) {
            boolean settled = i > 1;
            for (Way way : Way.values()) {
                // Who is cold need not keep up.
                load(targets.get(way), requests, WARM_UP_PER_SECOND, WARM_UP);
                double cpuMicros =
                        turn(targets.get(way), requests).map(Turn::cpuMicros).orElse(0.0);
                settled &= cpuMicros >= SETTLED * last.getOrDefault(way, 0.0);
                last.put(way, cpuMicros);
            }
            alike = settled ? alike + 1 : 0;
            out.printf("  warming up, us of CPU for each request: %s%n", last);
        }
    }

    private static Course load(Target target, Requests requests, double perSecond, Duration lasts) {
        Stream stream = new Stream("reads", new ConstantRate(perSecond, lasts), requests.to(target.origin()));
        return Load.run(List.of(target.origin()), CONNECTIONS, SEED, List.of(stream), List.of());
    }

    /** Empty when not all was asked, or not all answered well: a refusal is cheaper than an answer. */
    private static Optional<Turn> turn(Target target, Requests requests) {
        long cpuBefore = cpuNanos(target.pid());
        Course course = load(target, requests, PER_SECOND, TURN);
        long cpu = cpuNanos(target.pid()) - cpuBefore;
        Answers answers = course.answers();
        boolean isWhole =
                course.generator().dropped() == 0 && answers.successes().count() == answers.count();
        return isWhole
                ? Optional.of(new Turn(answers.percentileMillis(50), cpu / NANOS_PER_MICRO / answers.count()))
                : Optional.empty();
    }

    /** Of all its threads, the compiler's and the collector's included, in hundredths of a second. */
    private static long cpuNanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " is gone"))
                .toNanos();
    }

    private int told(HopFigures figures) {
        double added = figures.addedP50Micros(Way.EDGE);
        double cpu = figures.cpuMicros(Way.EDGE);
        double addedByProxy = figures.addedP50Micros(Way.PROXY);
        double cpuOfProxy = figures.cpuMicros(Way.PROXY);
        out.printf(
                "%n  A read of one account at %.0f requests/s; straight to its cell, p50 %.0f us.%n",
                PER_SECOND, figures.directP50Micros());
        boolean reached = line("edge: added p50", added, "<= 300 us", added <= ADDED_P50_MICROS_MAX);
        reached &= line("edge: CPU per request", cpu, "<= 150 us", cpu <= CPU_MICROS_MAX);
        reached &= line(
                "bare vertx-http-proxy with the same filters: added p50", addedByProxy, "more", addedByProxy > added);
        reached &= line(
                "bare vertx-http-proxy with the same filters: CPU per request", cpuOfProxy, "more", cpuOfProxy > cpu);
        return reached ? 0 : 1;
    }

    private boolean line(String name, double micros, String goal, boolean isReached) {
        out.printf("  %-64s %-12s %7.0f us   %s%n", name, goal, micros, isReached ? "ok" : "MISSED");
        return isReached;
    }
}
