package dev.cellmesh.load.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.operation.FakeMesh.Broken;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.schedule.ConstantRate;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole workloads against a server that speaks the contract, and breaks it on request. */
class WorkloadIT {
    private static final List<String> KINDS = List.of(
            "payments.transfer",
            "payments.read-account",
            "payments.label-account",
            "profiles.write-display-name",
            "profiles.read-display-name",
            "catalog.create-product",
            "catalog.change-product",
            "catalog.read-product",
            "collab.react",
            "collab.read-reactions");
    private static final int TURNS = 1_500;
    /** Answers come back in another order than the requests went. */
    private static final int UNDER_WAY = 6;

    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private static Scenario scenario(URI mesh, List<String> kinds, List<String> checks) {
        return new Scenario(
                "all",
                "Everything at once.",
                new Scenario.Target(Optional.of(mesh), Map.of("here", mesh, "there", mesh), Optional.empty()),
                new Scenario.Client(
                        false,
                        false,
                        4,
                        Duration.ofSeconds(5),
                        new Scenario.Retry(1, Duration.ZERO, Duration.ZERO, true),
                        true),
                List.of(new Scenario.TenantGroup(
                        "all", List.of("t-1", "t-2"), true, List.of("here"), new Scenario.Pick.Uniform())),
                Map.of("here", 1.0),
                Map.of(
                        "accountsPerTenant", 4,
                        "openingBalance", 500,
                        "registersPerTenant", 2,
                        "productsPerTenant", 2,
                        "profilesPerTenant", 3,
                        "documentsPerTenant", 2),
                kinds.stream()
                        .map(kind -> new Scenario.OperationSpec(kind, kind, 1, Map.of()))
                        .toList(),
                List.of(new Scenario.Phase(
                        "main", Duration.ZERO, new ConstantRate(10, Duration.ofSeconds(1)), Map.of(), Map.of(), false)),
                List.of(),
                List.of(),
                List.of(),
                checks);
    }

    /** A request and its answer, which comes to its turn later. */
    private record UnderWay(Operation.Turn turn, Reception reception) {}

    /** As the engine does, but a few at a time on this thread: sends, and hands out the answers a little later. */
    private void drive(Workload workload, Scenario scenario) {
        SplittableRandom random = new SplittableRandom(5);
        List<String> kinds =
                scenario.operations().stream().map(Scenario.OperationSpec::name).toList();
        Deque<UnderWay> underWay = new ArrayDeque<>();
        try (Api api = new Api(vertx, false)) {
            for (int i = 0; i < TURNS; i++) {
                String kind = kinds.get(random.nextInt(kinds.size()));
                String tenant = "t-" + (1 + random.nextInt(2));
                Operation.Turn turn = workload.operation(kind)
                        .next(new Operation.Turn.Who(tenant, "here", "all", random.nextInt(9), 0, random));
                underWay.add(new UnderWay(turn, api.once(turn.request())));
                if (underWay.size() == UNDER_WAY) {
                    settle(underWay.poll());
                }
            }
        }
        underWay.forEach(WorkloadIT::settle);
    }

    private static void settle(UnderWay each) {
        each.turn().settled(each.reception(), each.reception().sentNanos(), false);
    }

    private List<Finding> run(FakeMesh mesh, List<String> checks, Optional<Path> histories) throws Exception {
        Scenario scenario = scenario(mesh.url(), KINDS, checks);
        try (Workload workload = new ScenarioWorkload(scenario, vertx, "it")) {
            workload.prepare().await(60, TimeUnit.SECONDS);
            drive(workload, scenario);
            workload.settle().await(60, TimeUnit.SECONDS);
            histories.ifPresent(workload::writeHistories);
            return workload.check();
        }
    }

    @Test
    void aServerThatKeepsItsPromisesPassesEveryCheckAndNothingStaysUnknown(@TempDir Path folder) throws Exception {
        try (FakeMesh mesh = new FakeMesh(vertx, Broken.NOTHING)) {
            List<Finding> findings = run(mesh, ScenarioWorkload.CHECKS, Optional.of(folder));
            assertThat(findings).hasSize(6).allSatisfy(finding -> {
                assertThat(finding.violations()).isEmpty();
                assertThat(finding.checked()).isGreaterThanOrEqualTo(8);
                assertThat(finding.note()).isEmpty();
            });
            assertThat(mesh.unknown).isGreaterThan(50);
            assertThat(mesh.replayed).isGreaterThan(20);
        }
        List<String> lines = Files.readAllLines(folder.resolve("linearizability.jsonl"));
        assertThat(lines)
                .hasSizeGreaterThan(200)
                .allSatisfy(line -> assertThat(new JsonObject(line).fieldNames())
                        .contains("index", "type", "process", "f", "key", "value", "time"));
        JsonArray register = new JsonArray(Files.readString(folder.resolve("register-1.json")));
        assertThat(register).isNotEmpty();
        for (String check : ScenarioWorkload.CHECKS) {
            assertThat(folder.resolve(check + ".jsonl")).isNotEmptyFile();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IDEMPOTENCY, duplicate-effects",
        "DURABILITY, duplicate-effects",
        "DURABILITY, conservation",
        "MONEY, conservation",
        "PRECONDITION, lost-updates",
        "PRECONDITION, linearizability",
        "SESSION, read-your-writes",
        "SESSION, monotonic-reads",
        "LINEARIZABILITY, linearizability"
    })
    void aBrokenPromiseIsFound(Broken broken, String check) throws Exception {
        try (FakeMesh mesh = new FakeMesh(vertx, broken)) {
            List<Finding> findings = run(mesh, List.of(check), Optional.empty());
            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.check()).isEqualTo(check);
                assertThat(finding.violationCount()).isPositive();
                assertThat(finding.violations()).isNotEmpty();
            });
        }
    }

    @Test
    void aCheckOfWhatTheScenarioDoesNotDoProvesNothing() throws Exception {
        try (FakeMesh mesh = new FakeMesh(vertx, Broken.NOTHING)) {
            Scenario scenario = scenario(mesh.url(), List.of("collab.react"), ScenarioWorkload.CHECKS);
            try (Workload workload = new ScenarioWorkload(scenario, vertx, "it")) {
                workload.prepare().await(60, TimeUnit.SECONDS);
                workload.settle().await(60, TimeUnit.SECONDS);
                List<Finding> held =
                        workload.check().stream().filter(Finding::holds).toList();
                assertThat(held).isEmpty();
            }
        }
    }

    @Test
    void aTargetThatIsNotThereIsSaidToBeSo() throws Exception {
        List<String> nobody = new ArrayList<>();
        FakeMesh mesh = new FakeMesh(vertx, Broken.NOTHING);
        URI gone = mesh.url();
        mesh.close();
        try (Api api = new Api(vertx, false)) {
            World world = new World(scenario(gone, KINDS, nobody), api, "it");
            Api.Deadline now = Api.Deadline.in(Duration.ZERO);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> new MeshTarget(world).prepare(now))
                    .isInstanceOf(Api.Unprepared.class);
        }
    }
}
