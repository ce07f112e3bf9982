package dev.cellmesh.load.export;

import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.OperationSpec;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.verdict.Threshold;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is a scenario as a benchmark of Hyperfoil, for load beyond one machine? Phases, rates, mix, regions and thresholds go over;
 * what it has no words for stands in comments, so that nobody takes one for the other. Pure.
 *
 * @see <a href="https://hyperfoil.io/docs/user-guide/benchmark/">Hyperfoil's benchmark format</a>
 */
public final class HyperfoilExport {
    private static final int SESSIONS_MIN = 16;

    private final Scenario scenario;
    private final HyperfoilYaml yaml = new HyperfoilYaml();

    private HyperfoilExport(Scenario scenario) {
        this.scenario = scenario;
    }

    /**
     * @throws IllegalArgumentException with a message for a person when a region has no address, or nothing would be sent
     */
    public static String write(Scenario scenario) {
        HyperfoilExport export = new HyperfoilExport(scenario);
        export.body();
        return export.head() + export.yaml;
    }

    private String head() {
        HyperfoilYaml head = new HyperfoilYaml();
        head.comment(0, "Made from the scenario " + scenario.name() + " by: load export --hyperfoil");
        head.comment(0, scenario.purpose());
        if (!yaml.parameters().isEmpty()) {
            head.comment(0, "Give its parameters with -P: " + String.join(", ", yaml.parameters()));
        }
        head.comment(0, "Not in here, because Hyperfoil has no words for it:");
        lost().forEach(what -> head.comment(1, "- " + what));
        return head.toString();
    }

    private Set<String> lost() {
        Set<String> lost = new LinkedHashSet<>();
        scenario.faults()
                .forEach(fault -> lost.add("fault at " + fault.at().toMillis() + " ms: "
                        + fault.action().describe()));
        if (!scenario.checks().isEmpty()) {
            lost.add("checks of correctness: " + String.join(", ", scenario.checks()));
        }
        if (scenario.client().retry().attempts() > 1) {
            lost.add("retries with the same key: " + scenario.client().retry().attempts() + " sendings in all");
        }
        if (scenario.groups().stream().mapToInt(group -> group.tenants().size()).sum() > 1) {
            lost.add("tenants and their groups: all requests are of one tenant");
        }
        scenario.thresholds().stream()
                .filter(threshold -> HyperfoilSla.of(threshold).isEmpty())
                .forEach(threshold -> lost.add("threshold " + words(threshold)));
        scenario.thresholds().stream()
                .filter(threshold -> threshold.group().isPresent())
                .filter(threshold -> HyperfoilSla.of(threshold).isPresent())
                .forEach(threshold -> lost.add("that it is of one group: threshold " + words(threshold)));
        scenario.aborts()
                .forEach(rule -> lost.add("abort rule " + rule.when().text() + " for "
                        + rule.lasting().toMillis() + " ms"));
        lost.add("latency from the intended start: Hyperfoil's counts from the sending, and late ones apart");
        return lost;
    }

    private static String words(Threshold threshold) {
        return threshold.expression().text()
                + threshold.group().map(group -> " of group " + group).orElse("");
    }

    private void body() {
        yaml.line(0, "name: " + scenario.name());
        yaml.line(0, "http:");
        for (String region : regions()) {
            URI edge = edge(region);
            yaml.line(0, "- host: " + HyperfoilYaml.quoted(edge.toString()));
            yaml.line(1, "sharedConnections: " + scenario.client().connectionsMax());
            yaml.line(1, "allowHttp1x: " + !scenario.client().http2());
            yaml.line(1, "allowHttp2: " + scenario.client().http2());
            if (scenario.client().http2() && "http".equals(edge.getScheme())) {
                yaml.line(1, "directHttp2: true");
            }
            yaml.line(1, "requestTimeout: " + time(scenario.client().timeout()));
        }
        yaml.line(0, "phases:");
        scenario.phases().forEach(this::phase);
    }

    private List<String> regions() {
        return scenario.regions().entrySet().stream()
                .filter(region -> region.getValue() > 0)
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    private URI edge(String region) {
        return Optional.ofNullable(scenario.target().edges().get(region))
                .orElseThrow(() -> new IllegalArgumentException(
                        "where does region " + region + " ask? Say it with --edge " + region + "=URL"));
    }

    private static String authority(URI edge) {
        int port = edge.getPort() >= 0 ? edge.getPort() : "https".equals(edge.getScheme()) ? 443 : 80;
        return edge.getHost() + ':' + port;
    }

    /** Hyperfoil knows milliseconds. */
    private static String time(Duration duration) {
        return Math.max(1, duration.toMillis()) + "ms";
    }

    private void phase(Phase phase) {
        for (HyperfoilPhase each : HyperfoilPhase.of(phase)) {
            if (!each.lacks().isEmpty()) {
                yaml.comment(0, each.lacks());
            }
            yaml.line(0, "- " + each.name() + ":");
            yaml.line(2, each.type() + ":");
            yaml.line(3, "startTime: " + each.start().toMillis() + "ms");
            yaml.line(3, "duration: " + time(each.lasts()));
            yaml.line(3, "isWarmup: " + phase.warmup());
            each.lines().forEach(line -> yaml.line(3, line));
            if (each.peakPerSecond() > 0) {
                yaml.line(3, "maxSessions: " + sessions(each));
            }
            yaml.line(3, "forks:");
            forks(phase);
        }
    }

    /** Enough for all that can be under way until the timeout. */
    private long sessions(HyperfoilPhase phase) {
        double seconds = scenario.client().timeout().toNanos() / 1e9;
        return Math.max(SESSIONS_MIN, Math.round(Math.ceil(phase.peakPerSecond() * seconds)));
    }

    private void forks(Phase phase) {
        int written = 0;
        List<String> regions = regions();
        for (OperationSpec operation : scenario.operations()) {
            double weight =
                    phase.mix().isEmpty() ? operation.weight() : phase.mix().getOrDefault(operation.name(), 0.0);
            for (String region : regions) {
                double share = weight * scenario.regions().get(region);
                if (share > 0) {
                    fork(phase, operation, region, share, regions.size() > 1);
                    written++;
                }
            }
        }
        if (written == 0) {
            throw new IllegalArgumentException("phase " + phase.name() + " would send nothing");
        }
    }

    private void fork(Phase phase, OperationSpec operation, String region, double weight, boolean several) {
        RequestTemplate request = RequestTemplate.of(operation);
        String name = several ? operation.name() + '-' + region : operation.name();
        request.lacks().ifPresent(lacks -> yaml.comment(3, lacks));
        yaml.line(3, "- " + name + ":");
        yaml.line(5, "weight: " + weight);
        yaml.line(5, "scenario:");
        yaml.line(5, "- " + operation.name() + ":");
        if (request.usesKey()) {
            yaml.line(6, "- randomUUID: key");
        }
        yaml.line(6, "- httpRequest:");
        yaml.line(9, request.method() + ":" + value(request.path()));
        yaml.line(9, "authority: " + HyperfoilYaml.quoted(authority(edge(region))));
        yaml.line(9, "metric: " + HyperfoilYaml.quoted(name));
        yaml.line(9, "timeout: " + time(scenario.client().timeout()));
        headers(request);
        if (!request.body().isEmpty()) {
            yaml.line(9, "body:" + value(request.body()));
        }
        sla(phase, operation, region);
        if (phase.load() instanceof ClosedLoop closed && !closed.thinkTime().isZero()) {
            yaml.line(6, "- thinkTime: " + time(closed.thinkTime()));
        }
    }

    /** Behind a colon: a plain scalar, or a pattern where something differs with each request. */
    private String value(String text) {
        return text.contains("${key}") ? " { pattern: " + yaml.scalar(text) + " }" : ' ' + yaml.scalar(text);
    }

    private void headers(RequestTemplate request) {
        yaml.line(9, "headers:");
        yaml.line(10, "accept: application/json");
        if (scenario.target().mesh().isPresent() || scenario.target().bearer().isPresent()) {
            yaml.line(10, "authorization: " + yaml.scalar("Bearer {TOKEN}"));
        }
        if (request.needsKey()) {
            yaml.line(10, "idempotency-key: { pattern: " + HyperfoilYaml.quoted("\"${key}\"") + " }");
        }
        request.headers().forEach((name, value) -> yaml.line(10, name + ":" + value(value)));
    }

    private void sla(Phase phase, OperationSpec operation, String region) {
        List<Threshold> those = new ArrayList<>();
        for (Threshold threshold : scenario.thresholds()) {
            boolean here = threshold.phase().map(phase.name()::equals).orElse(!phase.warmup())
                    && threshold.operation().map(operation.name()::equals).orElse(true)
                    && threshold.region().map(region::equals).orElse(true)
                    && threshold.group().map(group -> ownsAll(phase, group)).orElse(true);
            if (here && HyperfoilSla.of(threshold).isPresent()) {
                those.add(threshold);
            }
        }
        if (those.isEmpty()) {
            return;
        }
        yaml.line(9, "sla:");
        for (Threshold threshold : those) {
            yaml.comment(9, words(threshold));
            yaml.line(9, "- " + HyperfoilSla.of(threshold).orElseThrow().line());
            threshold.window().ifPresent(window -> yaml.line(10, "window: " + time(window)));
        }
    }

    /** Hyperfoil sees no groups, so one group's threshold goes only where nobody else sends. */
    private static boolean ownsAll(Phase phase, String group) {
        return phase.groups().entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .allMatch(each -> each.getKey().equals(group));
    }
}
