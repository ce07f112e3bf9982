package dev.cellmesh.load.report;

import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.fault.FaultAction;
import dev.cellmesh.load.fault.FaultTimeline.Mark;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Series;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.RunResult.Gauge;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.ConstantRate;
import dev.cellmesh.load.schedule.LoadModel;
import dev.cellmesh.load.verdict.Expression;
import dev.cellmesh.load.verdict.Expression.Comparison;
import dev.cellmesh.load.verdict.Expression.Measure;
import dev.cellmesh.load.verdict.Threshold;
import dev.cellmesh.load.verdict.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * A run that looks like one: three regions, two groups of tenants, five seconds of warm-up and 55 of load. A region is lost
 * from 20 s to 32 s: latency goes up, and for five seconds requests fail. One threshold is breached and one check violated.
 */
final class ExampleRun {
    static final List<String> REGIONS = List.of("europe-west1", "us-east1", "us-west1");
    static final List<String> GROUPS = List.of("noisy", "victims");
    static final List<String> OPERATIONS = List.of("read-balance", "transfer");
    static final long SECOND = 1_000_000_000L;

    private String name = "region-loss";
    private String purpose = "A region goes away for twelve seconds; users of the others must not notice.";
    private boolean closedLoop;
    private boolean lossy = true;
    private double slowdown = 1;
    private double perSecond = 600;
    private int seconds = 60;
    private long seed = 4711;
    private Optional<String> aborted = Optional.empty();

    static ExampleRun create() {
        return new ExampleRun();
    }

    ExampleRun named(String newName, String newPurpose) {
        name = newName;
        purpose = newPurpose;
        return this;
    }

    ExampleRun closedLoop() {
        closedLoop = true;
        return this;
    }

    /** Without the loss of a region, the breach and the violation. */
    ExampleRun calm() {
        lossy = false;
        return this;
    }

    ExampleRun slowedBy(double factor) {
        slowdown = factor;
        return this;
    }

    ExampleRun seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    ExampleRun perSecond(double newRate) {
        perSecond = newRate;
        return this;
    }

    ExampleRun seconds(int newSeconds) {
        seconds = newSeconds;
        return this;
    }

    ExampleRun abortedBecause(String reason) {
        aborted = Optional.of(reason);
        return this;
    }

    RunResult result() {
        Scenario scenario = scenario();
        Recording recording = recording();
        return new RunResult(
                scenario,
                seed,
                Instant.parse("2026-11-21T14:05:09Z"),
                environment(),
                recording,
                lossy ? marks() : List.of(),
                verdicts(scenario.thresholds()),
                findings(),
                aborted,
                samples());
    }

    /** The same, but something did not break as it should. */
    static RunResult withFailedMark(RunResult of) {
        return new RunResult(
                of.scenario(),
                of.seed(),
                of.startedAt(),
                of.environment(),
                of.recording(),
                List.of(new Mark(SECOND, "kill us-east1 did not work", true)),
                of.verdicts(),
                of.findings(),
                of.aborted(),
                of.samples());
    }

    private Scenario scenario() {
        LoadModel load = closedLoop
                ? new ClosedLoop(64, Duration.ZERO, Duration.ofSeconds(seconds - 5))
                : new ConstantRate(perSecond, Duration.ofSeconds(seconds - 5));
        Map<String, URI> edges = new LinkedHashMap<>();
        REGIONS.forEach(region -> edges.put(region, URI.create("http://127.0.0.1:80" + edges.size())));
        return new Scenario(
                name,
                purpose,
                new Scenario.Target(Optional.of(URI.create("http://127.0.0.1:8000")), edges, Optional.empty()),
                new Scenario.Client(
                        false,
                        false,
                        128,
                        Duration.ofSeconds(2),
                        new Scenario.Retry(3, Duration.ofMillis(50), Duration.ofSeconds(1), true),
                        true),
                List.of(
                        new Scenario.TenantGroup("noisy", List.of("noisy-"), true, REGIONS, new Scenario.Pick.Zipf(1)),
                        new Scenario.TenantGroup(
                                "victims", List.of("victim-"), true, REGIONS, new Scenario.Pick.Uniform())),
                Map.of(REGIONS.get(0), 1.0, REGIONS.get(1), 1.0, REGIONS.get(2), 0.5),
                Map.of("accounts", 1000),
                List.of(
                        new Scenario.OperationSpec("read-balance", "payments.balance", 0.7, Map.of()),
                        new Scenario.OperationSpec("transfer", "payments.transfer", 0.3, Map.of())),
                List.of(
                        new Scenario.Phase(
                                "warm-up",
                                Duration.ZERO,
                                new ConstantRate(perSecond / 2, Duration.ofSeconds(5)),
                                Map.of("noisy", 1.0, "victims", 2.0),
                                Map.of(),
                                true),
                        new Scenario.Phase(
                                "load",
                                Duration.ofSeconds(5),
                                load,
                                Map.of("noisy", 1.0, "victims", 2.0),
                                Map.of(),
                                false)),
                lossy
                        ? List.of(new Scenario.TimedFault(
                                Duration.ofSeconds(20),
                                Optional.of(Duration.ofSeconds(12)),
                                Optional.empty(),
                                Optional.empty(),
                                new FaultAction.KillRegion("europe-west1")))
                        : List.of(),
                List.of(
                        threshold(
                                Optional.of("victims"),
                                "p99 < 250ms",
                                new Measure.Latency(99),
                                250e6,
                                Optional.empty()),
                        threshold(Optional.empty(), "errors < 2%", new Measure.Errors(), 0.02, Optional.empty()),
                        threshold(
                                Optional.of("victims"),
                                "errors < 5%",
                                new Measure.Errors(),
                                0.05,
                                Optional.of(Duration.ofSeconds(10))),
                        threshold(
                                Optional.empty(),
                                "staleness p95 < 2s",
                                new Measure.Staleness(95),
                                2e9,
                                Optional.empty()),
                        threshold(Optional.empty(), "lag p99.9 < 2ms", new Measure.Lag(99.9), 2e6, Optional.empty())),
                List.of(),
                List.of("read-your-writes", "conservation", "linearizability"));
    }

    private static Threshold threshold(
            Optional<String> group, String text, Measure measure, double limit, Optional<Duration> window) {
        return new Threshold(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                group,
                new Expression(text, measure, Comparison.BELOW, limit),
                window);
    }

    private List<Verdict> verdicts(List<Threshold> thresholds) {
        if (!lossy) {
            return thresholds.stream()
                    .map(threshold -> new Verdict(
                            threshold, Optional.of(threshold.expression().limit() / 3), "", true))
                    .toList();
        }
        return List.of(
                new Verdict(thresholds.get(0), Optional.of(412.3e6), "", false),
                new Verdict(thresholds.get(1), Optional.of(0.0123), "", true),
                new Verdict(thresholds.get(2), Optional.of(0.0381), "worst from 20 s to 30 s", true),
                new Verdict(thresholds.get(3), Optional.of(0.7e9), "", true),
                new Verdict(thresholds.get(4), Optional.of(0.61e6), "", true));
    }

    private List<Finding> findings() {
        return List.of(
                lossy
                        ? new Finding(
                                "read-your-writes",
                                22_114,
                                List.of(
                                        "user 118, account a-0042: wrote version 7 at 24.118 s, read version 6 at 24.263 s "
                                                + "(level session, cell us-east1-c01)"),
                                1,
                                "41 writes with an unknown outcome were left open")
                        : new Finding("read-your-writes", 22_114, List.of(), 0, ""),
                new Finding("conservation", 1_000, List.of(), 0, ""),
                new Finding("linearizability", 9_873, List.of(), 0, "2 keys had more operations than were searched"));
    }

    private static List<Mark> marks() {
        return List.of(
                new Mark(20 * SECOND + 4_000_000, "region europe-west1 killed", false),
                new Mark(26 * SECOND + 900_000_000, "link us-east1 to us-west1 slowed: refused", true),
                new Mark(32 * SECOND + 51_000_000, "region europe-west1 back", false));
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("command", "load run region-loss --seed 4711");
        environment.put("target", "http://127.0.0.1:8000 (mesh, 3 regions, 9 cells)");
        environment.put("version", "0.1.0-SNAPSHOT (fc87f11)");
        environment.put("machine", "AMD EPYC 7B13, 2 cores, 23.5 GiB");
        environment.put("system", "Linux 6.1.0 amd64");
        environment.put("java", "25+36 (Eclipse Adoptium)");
        return environment;
    }

    private Map<String, List<Gauge>> samples() {
        SplittableRandom random = new SplittableRandom(seed + 1);
        List<Gauge> memory = new ArrayList<>();
        double bytes = 310e6;
        for (int second = 0; second <= seconds; second += 2) {
            bytes += random.nextDouble(6e6);
            if (bytes > 350e6) {
                bytes -= 45e6;
            }
            memory.add(new Gauge(second * SECOND, bytes));
        }
        return Map.of("target heap bytes", memory);
    }

    private Recording recording() {
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<Long, Map<Recording.Key, Recording.Measured>> timeline = new TreeMap<>();
        Map<Recording.Key, Building> whole = new LinkedHashMap<>();
        long intended = 0;
        long late = 0;
        int until = aborted.isPresent() ? seconds / 2 : seconds;
        for (int second = 0; second < until; second++) {
            Map<Recording.Key, Building> interval = new LinkedHashMap<>();
            double drift = Math.exp(0.05 * random.nextGaussian());
            int count = (int) (second < 5 ? perSecond / 2 : perSecond);
            for (int number = 0; number < count; number++) {
                intended++;
                Request request = request(random, second, drift);
                if (request.lagNanos > 1_000_000) {
                    late++;
                }
                request.addTo(interval);
                request.addTo(whole);
            }
            timeline.put(second * SECOND, measured(interval));
        }
        return new Recording(
                measured(whole), timeline, SECOND, new Recording.Generator(intended, late, 0, lossy ? 17 : 0, 1));
    }

    private static Map<Recording.Key, Recording.Measured> measured(Map<Recording.Key, Building> of) {
        Map<Recording.Key, Recording.Measured> measured = new LinkedHashMap<>();
        of.forEach((key, building) -> measured.put(key, building.measured()));
        return measured;
    }

    private Request request(SplittableRandom random, int second, double drift) {
        String operation = OPERATIONS.get(random.nextDouble() < 0.7 ? 0 : 1);
        double where = random.nextDouble(2.5);
        String region = REGIONS.get(where < 1 ? 0 : where < 2 ? 1 : 2);
        String group = GROUPS.get(random.nextDouble() < 1 / 3.0 ? 0 : 1);
        boolean write = operation.equals("transfer");
        double millis = (write ? 9 : 2.2) * Math.exp(0.45 * random.nextGaussian()) * drift * slowdown;
        if (random.nextDouble() < 0.002) {
            millis *= 12;
        }
        boolean hit =
                lossy && second >= 20 && second < 32 && (region.equals("europe-west1") || random.nextDouble() < 0.15);
        Outcome outcome = Outcome.SUCCESS;
        int status = write ? 201 : 200;
        double waitMillis = 0;
        if (hit) {
            millis = millis * 4 + 80 + random.nextDouble(90);
            waitMillis = random.nextDouble(60);
            double fate = random.nextDouble();
            if (second >= 21 && second < 26 && region.equals("europe-west1")) {
                if (fate < 0.25) {
                    outcome = Outcome.SHED;
                    status = 503;
                    millis = 3 + random.nextDouble(4);
                } else if (fate < 0.31) {
                    outcome = Outcome.UNKNOWN;
                    status = fate < 0.28 ? 0 : 504;
                    millis = 2_000;
                } else if (fate < 0.34) {
                    outcome = Outcome.FAILED;
                    status = 500;
                }
            }
        } else if (write && random.nextDouble() < 0.02) {
            outcome = Outcome.REFUSED;
            status = 422;
        } else if (group.equals("noisy") && random.nextDouble() < 0.004) {
            outcome = Outcome.LIMITED;
            status = 429;
            millis = 0.6;
        }
        double lagMillis = random.nextDouble() < 0.0005 ? 1.4 : 0.02 + random.nextDouble(0.06);
        Series series = new Series(second < 5 ? "warm-up" : "load", operation, region, group);
        return new Request(
                new Recording.Key(series, outcome, status),
                (long) ((millis + waitMillis + lagMillis) * 1e6),
                (long) (millis * 1e6),
                (long) (lagMillis * 1e6),
                write ? -1 : (long) random.nextDouble(hit ? 900 : 120),
                outcome == Outcome.SHED ? 3 : 1);
    }

    private record Request(
            Recording.Key key,
            long latencyNanos,
            long serviceNanos,
            long lagNanos,
            long stalenessMillis,
            int attempts) {
        void addTo(Map<Recording.Key, Building> to) {
            to.computeIfAbsent(key, none -> new Building()).add(this);
        }
    }

    private static final class Building {
        private final Histogram latency = new Histogram(3);
        private final Histogram service = new Histogram(3);
        private final Histogram lag = new Histogram(3);
        private final Histogram staleness = new Histogram(3);
        private long requests;
        private long attempts;

        void add(Request request) {
            latency.recordValue(request.latencyNanos);
            service.recordValue(request.serviceNanos);
            lag.recordValue(request.lagNanos);
            if (request.stalenessMillis >= 0) {
                staleness.recordValue(request.stalenessMillis);
            }
            requests++;
            attempts += request.attempts;
        }

        Recording.Measured measured() {
            return new Recording.Measured(latency, service, lag, staleness, requests, attempts);
        }
    }
}
