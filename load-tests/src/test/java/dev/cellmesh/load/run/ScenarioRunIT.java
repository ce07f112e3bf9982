package dev.cellmesh.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.run.Fixture.Asking;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.Retry;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.ConstantRate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Does a run send what its schedules say, and account for all of it? Against a real server. */
@Timeout(60)
class ScenarioRunIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Vertx vertx;
    private HttpServer server;
    private URI edge;
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeEach
    void start() {
        vertx = ScenarioRun.vertx();
        server = vertx.createHttpServer().requestHandler(this::answer).listen(0).await();
        edge = URI.create("http://localhost:" + server.actualPort());
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private void answer(HttpServerRequest request) {
        int number = requests.incrementAndGet();
        switch (request.path()) {
            case "/fast" ->
                request.response()
                        .putHeader("X-Consistency-Level", "eventual; staleness=40ms")
                        .end("hello");
            case "/never" -> request.pause();
            case "/second" ->
                request.response()
                        .setStatusCode(number % 2 == 1 ? 503 : 200)
                        .putHeader("Retry-After", "0")
                        .end();
            default -> request.response().setStatusCode(404).end();
        }
    }

    private RunResult run(Scenario scenario, Asking asking) {
        try (ScenarioRun run = new ScenarioRun(vertx, scenario, 1, Progress.none(), asking, Fixture.noFaults())) {
            return run.start().await();
        }
    }

    private static long requests(RunResult result, Outcome outcome) {
        return result.recording().cells().entrySet().stream()
                .filter(cell -> cell.getKey().outcome() == outcome)
                .mapToLong(cell -> cell.getValue().requests())
                .sum();
    }

    @Test
    void everyArrivalIsSentAndRecorded() {
        Asking asking = new Asking(edge, HttpMethod.GET, "/fast");
        Scenario scenario = Fixture.scenario(
                edge,
                Fixture.client(64, LIMIT, Fixture.NO_RETRY),
                new ConstantRate(500, Duration.ofSeconds(1)),
                new ConstantRate(100, Duration.ofSeconds(1)));
        RunResult result = run(scenario, asking);
        Recording.Generator generator = result.recording().generator();
        assertThat(generator.intended()).isEqualTo(600);
        assertThat(generator.dropped()).isZero();
        assertThat(requests(result, Outcome.SUCCESS)).isEqualTo(600);
        assertThat(requests.get()).isEqualTo(600);
        assertThat(asking.settled).hasSize(600);
        assertThat(asking.tenants).contains("t1", "t2", "t3");
        assertThat(result.recording().cells().keySet().stream()
                        .map(key -> key.series().phase()))
                .containsExactlyInAnyOrder("phase-0", "phase-1");
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
    }

    @Test
    void aRetryIsPartOfTheSameRequest() {
        Asking asking = new Asking(edge, HttpMethod.GET, "/second");
        Retry retry = new Retry(3, Duration.ofMillis(1), Duration.ofMillis(2), true);
        Scenario scenario =
                Fixture.scenario(edge, Fixture.client(1, LIMIT, retry), new ConstantRate(20, Duration.ofSeconds(1)));
        RunResult result = run(scenario, asking);
        assertThat(requests(result, Outcome.SUCCESS)).isEqualTo(20);
        assertThat(requests.get()).isEqualTo(40);
        assertThat(result.recording().cells().values().stream()
                        .mapToLong(Recording.Measured::attempts)
                        .sum())
                .isEqualTo(40);
    }

    @Test
    void noAnswerInTimeIsUnknown() {
        Asking asking = new Asking(edge, HttpMethod.POST, "/never");
        Scenario scenario = Fixture.scenario(
                edge,
                Fixture.client(64, Duration.ofMillis(100), Fixture.NO_RETRY),
                new ConstantRate(20, Duration.ofSeconds(1)));
        RunResult result = run(scenario, asking);
        assertThat(requests(result, Outcome.UNKNOWN)).isEqualTo(20);
        assertThat(asking.settled).allMatch(Reception.TimedOut.class::isInstance);
    }

    @Test
    void whatIsNeverSentIsDroppedAndFailsTheRun() {
        Asking asking = new Asking(edge, HttpMethod.GET, "/never");
        Scenario scenario = Fixture.scenario(
                edge,
                Fixture.client(1, Duration.ofMillis(300), Fixture.NO_RETRY),
                new ConstantRate(20, Duration.ofSeconds(1)));
        RunResult result = run(scenario, asking);
        Recording.Generator generator = result.recording().generator();
        assertThat(generator.dropped()).isPositive();
        assertThat(generator.dropped() + requests(result, Outcome.UNKNOWN)).isEqualTo(20);
        assertThat(generator.waitedForConnection()).isPositive();
        assertThat(result.exitCode()).isEqualTo(ExitCode.SLO_BREACHED);
    }

    @Test
    void aStoppedRunSaysWhatWasMeasured() throws Exception {
        Asking asking = new Asking(edge, HttpMethod.GET, "/fast");
        Scenario scenario = Fixture.scenario(
                edge, Fixture.client(64, LIMIT, Fixture.NO_RETRY), new ConstantRate(100, Duration.ofHours(1)));
        CountDownLatch firstSecond = new CountDownLatch(1);
        try (ScenarioRun run =
                new ScenarioRun(vertx, scenario, 1, second -> firstSecond.countDown(), asking, Fixture.noFaults())) {
            var result = run.start();
            assertThat(firstSecond.await(20, TimeUnit.SECONDS)).isTrue();
            run.stop("by hand");
            RunResult stopped = result.await();
            assertThat(stopped.aborted()).contains("by hand");
            assertThat(requests(stopped, Outcome.SUCCESS)).isPositive();
            assertThat(stopped.recording().generator().intended())
                    .isEqualTo(requests(stopped, Outcome.SUCCESS)
                            + stopped.recording().generator().dropped());
            assertThat(stopped.exitCode()).isEqualTo(ExitCode.SLO_BREACHED);
        }
    }

    @Test
    void aClosedLoopSendsOnlyWhenItHasAnswers() {
        Asking asking = new Asking(edge, HttpMethod.GET, "/fast");
        Scenario scenario = Fixture.scenario(
                edge,
                Fixture.client(8, LIMIT, Fixture.NO_RETRY),
                new ClosedLoop(2, Duration.ofMillis(50), Duration.ofSeconds(1)));
        RunResult result = run(scenario, asking);
        assertThat(requests(result, Outcome.SUCCESS)).isBetween(4L, 42L);
    }

    @Test
    void aTargetThatLetsNobodyInIsToldApart() {
        URI nobody = URI.create("http://localhost:1");
        Scenario scenario = Fixture.scenario(
                nobody, Fixture.client(8, LIMIT, Fixture.NO_RETRY), new ConstantRate(1, Duration.ofSeconds(1)));
        assertThatThrownBy(() -> run(scenario, new Asking(nobody, HttpMethod.GET, "/")))
                .isInstanceOf(TargetException.class);
    }
}
