package dev.cellmesh.load.hyperfoil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cellmesh.load.export.HyperfoilExport;
import dev.cellmesh.load.scenario.Overrides;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.ScenarioReader;
import dev.cellmesh.load.schedule.OpenModel;
import io.hyperfoil.api.config.Benchmark;
import io.hyperfoil.api.config.BenchmarkData;
import io.hyperfoil.api.config.Model;
import io.hyperfoil.api.config.Phase;
import io.hyperfoil.api.config.SLA;
import io.hyperfoil.core.parser.BenchmarkParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does Hyperfoil's own parser take what is exported, and understand it as it is meant? */
class ExportIsAcceptedTest {
    private static final Map<String, URI> EDGES = Map.of(
            "us-east1", URI.create("http://127.0.0.1:8080"),
            "europe-west1", URI.create("http://127.0.0.1:8081"),
            "asia-southeast1", URI.create("http://127.0.0.1:8082"));

    private static final Map<String, String> PARAMETERS = Map.of(
            "TENANT", "acme",
            "TOKEN", "abc",
            "ACCOUNT", "a1",
            "OTHER_ACCOUNT", "a2",
            "PRODUCT", "p1",
            "PROFILE", "n1",
            "DOCUMENT", "d1");

    private static final String EVERY_MODEL = """
            name: models
            purpose: Every model of load, and every threshold that goes over.
            target: {edges: {west: 'https://west.test:8443', east: 'https://east.test'}}
            client: {protocol: http2, connections: 7, timeout: 3s}
            groups: {some: {tenants: [acme]}}
            regions: {west: 3, east: 1}
            operations:
              read: {kind: payments.read-account, weight: 3}
              pay: {kind: payments.transfer, weight: 1}
              any: {kind: http, weight: 0, with: {method: PUT, path: '/x/{uuid}', body: {a: '{n}'}, idempotencyKey: true}}
            phases:
              constant: {lasts: 2s, load: {model: constant, rate: 100/s}, warmup: true}
              poisson: {lasts: 2s, load: {model: poisson, rate: 50/s}, mix: {any: 1}}
              up: {lasts: 4s, load: {model: ramp, from: 10/s, to: 90/s}}
              down: {lasts: 4s, load: {model: ramp, from: 90/s, to: 10/s}}
              steps: {lasts: 6s, load: {model: steps, rates: [10/s, 20/s, 40/s]}}
              spike: {lasts: 9s, load: {model: spike, base: 5/s, peak: 80/s, at: 3s, for: 2s}}
              closed: {lasts: 2s, load: {model: closed, users: 4, think: 10ms}}
            thresholds:
              - {that: p99.9 < 50ms, operation: pay, region: west, phase: up, window: 2s}
              - {that: errors < 0.1%, operation: pay, phase: up}
              - {that: unknown = 0, operation: pay, phase: up}
              - {that: staleness p95 < 2s, operation: pay, phase: up}
            """;

    static Stream<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    private static Benchmark parse(String text) throws Exception {
        BenchmarkParser parser = BenchmarkParser.instance();
        return parser.buildBenchmark(parser.createSource(text, BenchmarkData.EMPTY), PARAMETERS);
    }

    private static List<Phase> phasesOf(Benchmark benchmark, String name) {
        return benchmark.phases().stream()
                .filter(phase -> phase.name().startsWith(name + "/"))
                .toList();
    }

    private static double peakRate(Phase phase) {
        return switch (phase.model) {
            case Model.ConstantRate constant -> constant.usersPerSec;
            case Model.RampRate ramp -> Math.max(ramp.initialUsersPerSec, ramp.targetUsersPerSec);
            default -> 0;
        };
    }

    private static List<SLA> slas(Phase phase) {
        return Arrays.stream(phase.scenario().sequences())
                .flatMap(sequence -> Arrays.stream(sequence.steps()))
                .filter(SLA.Provider.class::isInstance)
                .flatMap(step -> Optional.ofNullable(((SLA.Provider) step).sla()).stream()
                        .flatMap(Arrays::stream))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedScenarioGoesOver(Path file) throws Exception {
        Scenario scenario = ScenarioReader.read(file, new Overrides(Optional.empty(), EDGES, 1, 1));
        Benchmark benchmark = parse(HyperfoilExport.write(scenario));

        assertThat(benchmark.name()).isEqualTo(scenario.name());
        for (Scenario.Phase phase : scenario.phases()) {
            List<Phase> theirs = benchmark.phases().stream()
                    .filter(each -> each.name().matches(phase.name() + "(-\\w+)?/.*"))
                    .toList();
            assertThat(theirs).as(phase.name()).isNotEmpty().allMatch(each -> each.isWarmup == phase.warmup());
            assertThat(theirs.stream().mapToLong(Phase::startTime).min())
                    .hasValue(phase.startAt().toMillis());
            assertThat(theirs.stream()
                            .mapToLong(each -> each.startTime() + each.duration())
                            .max()
                            .orElseThrow())
                    .isCloseTo(phase.startAt().plus(phase.load().duration()).toMillis(), within(2L));
            if (theirs.stream().map(Phase::startTime).distinct().count() == 1) {
                long endNanos = phase.load().duration().toNanos() - 1;
                double ours = ((OpenModel) phase.load()).ratePerSecond(endNanos);
                assertThat(theirs.stream()
                                .mapToDouble(ExportIsAcceptedTest::peakRate)
                                .sum())
                        .isCloseTo(ours, within(ours / 1_000));
            }
        }
        boolean limited =
                benchmark.phases().stream().anyMatch(phase -> !slas(phase).isEmpty());
        assertThat(limited).isTrue();
    }

    @Test
    void everyModelKeepsItsRatesAndMix() throws Exception {
        Scenario scenario = ScenarioReader.read("models.yaml", EVERY_MODEL, Path.of("."), Overrides.NONE);
        Benchmark benchmark = parse(HyperfoilExport.write(scenario));

        List<Phase> constant = phasesOf(benchmark, "constant");
        assertThat(constant)
                .extracting(Phase::name)
                .containsExactlyInAnyOrder(
                        "constant/read-west", "constant/read-east", "constant/pay-west", "constant/pay-east");
        assertThat(peakRate(phase(benchmark, "constant/read-west"))).isCloseTo(100 * 9.0 / 16, within(1e-6));
        assertThat(((Model.ConstantRate) constant.getFirst().model).variance).isFalse();
        assertThat(constant).allMatch(phase -> phase.isWarmup && phase.duration() == 2_000);

        List<Phase> poisson = phasesOf(benchmark, "poisson");
        assertThat(poisson).hasSize(2).allMatch(phase -> ((Model.ConstantRate) phase.model).variance);
        assertThat(poisson.getFirst().startTime()).isEqualTo(2_000);

        Model.RampRate up = (Model.RampRate) phasesOf(benchmark, "up").getFirst().model;
        assertThat(up.initialUsersPerSec).isLessThan(up.targetUsersPerSec);
        Model.RampRate down = (Model.RampRate) phasesOf(benchmark, "down").getFirst().model;
        assertThat(down.initialUsersPerSec).isGreaterThan(down.targetUsersPerSec);

        assertThat(phasesOf(benchmark, "steps-step3").stream()
                        .mapToDouble(ExportIsAcceptedTest::peakRate)
                        .sum())
                .isCloseTo(40, within(1e-6));
        assertThat(phasesOf(benchmark, "spike-peak").getFirst().startTime()).isEqualTo(21_000);
        assertThat(phasesOf(benchmark, "closed").getFirst().model).isInstanceOf(Model.Always.class);
    }

    @Test
    void thresholdsBecomeSlasWhereTheyHold() throws Exception {
        Scenario scenario = ScenarioReader.read("models.yaml", EVERY_MODEL, Path.of("."), Overrides.NONE);
        Benchmark benchmark = parse(HyperfoilExport.write(scenario));

        List<SLA> west = slas(phase(benchmark, "up/pay-west"));
        SLA timed = west.stream()
                .filter(sla -> !sla.percentileLimits().isEmpty())
                .findFirst()
                .orElseThrow();
        SLA.PercentileLimit limit = timed.percentileLimits().iterator().next();
        assertThat(limit.percentile()).isCloseTo(0.999, within(1e-9));
        assertThat(limit.responseTime()).isEqualTo(50_000_000);
        assertThat(timed.window()).isEqualTo(2_000);
        assertThat(west).anyMatch(sla -> Math.abs(sla.invalidRatio() - 0.001) < 1e-9);
        assertThat(west).anyMatch(sla -> sla.errorRatio() == 0);
        assertThat(slas(phase(benchmark, "up/pay-east")))
                .allMatch(sla -> sla.percentileLimits().isEmpty());
        assertThat(slas(phase(benchmark, "down/pay-west")))
                .allMatch(sla -> sla.percentileLimits().isEmpty());
    }

    private static Phase phase(Benchmark benchmark, String name) {
        return benchmark.phases().stream()
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The control: this parser does refuse what is wrong. */
    @Test
    void aBrokenBenchmarkIsRefused() throws Exception {
        Scenario scenario = ScenarioReader.read("models.yaml", EVERY_MODEL, Path.of("."), Overrides.NONE);
        String good = HyperfoilExport.write(scenario);
        assertThatThrownBy(() -> parse(good.replace("usersPerSec: ", "userPerSec: ")))
                .isNotNull();
        assertThatThrownBy(() -> parse(good.replace("isWarmup: true", "isWarmpu: true")))
                .isNotNull();
        assertThatThrownBy(() -> parse(good.replace("- httpRequest:", "- httpRequets:")))
                .isNotNull();
    }
}
