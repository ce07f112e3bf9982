package dev.cellmesh.load.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.load.record.Hlog;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recordings;
import dev.cellmesh.load.run.Progress;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.ScenarioRun;
import dev.cellmesh.load.run.TargetException;
import dev.cellmesh.load.scenario.Overrides;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.ScenarioReader;
import dev.cellmesh.load.verdict.Judge;
import dev.cellmesh.load.verdict.Verdict;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents, one target: do they send the whole between them, and is the whole judged? */
class AgentIT {
    private static final String TOKEN = "a-secret-of-this-test";
    private static final int SECONDS_MAX = 60;

    @TempDir
    Path folder;

    private Vertx vertx;
    private HttpServer target;
    private Context loop;
    private HttpClient http;
    private final List<AgentServer> agents = new ArrayList<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final CountDownLatch loaded = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        vertx = ScenarioRun.vertx();
        loop = vertx.getOrCreateContext();
        http = vertx.createHttpClient();
        target = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.computeIfAbsent(request.path(), any -> new AtomicInteger())
                            .incrementAndGet();
                    loaded.countDown();
                    request.response()
                            .setStatusCode(request.path().equals("/broken") ? 500 : 200)
                            .end();
                })
                .listen(0)
                .await(SECONDS_MAX, TimeUnit.SECONDS);
        agent(AgentOptions.PATIENCE_DEFAULT);
        agent(AgentOptions.PATIENCE_DEFAULT);
    }

    @AfterEach
    void stop() throws Exception {
        agents.forEach(AgentServer::close);
        vertx.close().await(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private AgentServer agent(Duration patience) throws Exception {
        AgentServer agent = AgentServer.start(vertx, new AgentOptions("127.0.0.1", 0, Optional.of(TOKEN), patience))
                .await(SECONDS_MAX, TimeUnit.SECONDS);
        agents.add(agent);
        return agent;
    }

    private Path scenario(int port, String load, String more) throws Exception {
        Path file = folder.resolve("together.yaml");
        Files.writeString(file, """
                name: together
                purpose: Two agents ask for it.
                target: {edges: {here: 'http://localhost:%d'}}
                groups:
                  all: {tenants: [t1, t2, t3]}
                regions: {here: 1}
                operations:
                  good: {kind: http, with: {path: /good}}
                  broken: {kind: http, weight: 0.001, with: {path: /broken}}
                phases:
                  main: {%s}
                %s
                """.formatted(port, load, more));
        return file;
    }

    private AgentRun run(Path file, Progress progress) throws Exception {
        Scenario scenario = ScenarioReader.read(file);
        return AgentRun.of(
                vertx,
                agents.stream().map(agent -> "127.0.0.1:" + agent.port()).toList(),
                Optional.of(TOKEN),
                file,
                scenario,
                Overrides.NONE,
                folder.resolve("result"),
                7,
                progress);
    }

    @Test
    void theWholeIsSentAndJudged() throws Exception {
        // All that is broken falls to the second agent: every tenth of its requests, and every twentieth of all.
        StringBuilder trace = new StringBuilder("offset,request\n");
        for (int i = 0; i < 200; i++) {
            trace.append(i * 10)
                    .append("ms,")
                    .append(i % 20 == 7 ? "broken" : "good")
                    .append('\n');
        }
        Files.writeString(folder.resolve("trace.csv"), trace);
        Path file = scenario(target.actualPort(), "load: {model: replay, file: trace.csv}", """
                thresholds:
                  - failed < 8%
                  - success >= 190
                  - unknown = 0
                """);
        List<Long> seconds = new ArrayList<>();
        RunResult result;
        try (AgentRun run = run(file, second -> seconds.add(second.soFar().intended()))) {
            result = run.start().await(SECONDS_MAX, TimeUnit.SECONDS);
        }

        assertThat(asked.get("/good")).hasValue(190);
        assertThat(asked.get("/broken")).hasValue(10);
        assertThat(requests(result.recording(), Outcome.SUCCESS)).isEqualTo(190);
        assertThat(requests(result.recording(), Outcome.FAILED)).isEqualTo(10);
        assertThat(result.recording().generator().intended()).isEqualTo(200);
        assertThat(result.recording().generator().generators()).isEqualTo(2);
        assertThat(result.recording().generator().dropped()).isZero();
        assertThat(result.verdicts()).hasSize(3).allMatch(Verdict::holds);
        assertThat(result.verdicts().getFirst().seen()).contains(0.05);
        assertThat(result.aborted()).isEmpty();
        assertThat(seconds).isNotEmpty();

        Recording first = Hlog.read(folder.resolve("result/agent-1"));
        Recording second = Hlog.read(folder.resolve("result/agent-2"));
        assertThat(Recordings.merge(List.of(first, second))).isEqualTo(result.recording());
        List<Boolean> ofFirst = holds(result.scenario(), first);
        List<Boolean> ofSecond = holds(result.scenario(), second);
        assertThat(ofFirst).as("too few successes for itself").containsExactly(true, false, true);
        assertThat(ofSecond).as("too many failures for itself").containsExactly(false, false, true);
    }

    @Test
    void whoeverStopsItGetsWhatThereIs() throws Exception {
        Path file = scenario(target.actualPort(), "lasts: 60s, load: {model: constant, rate: 50/s}", "");
        try (AgentRun run = run(file, Progress.none())) {
            var result = run.start();
            assertThat(loaded.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            run.stop("seen enough");
            RunResult ended = result.await(SECONDS_MAX, TimeUnit.SECONDS);
            assertThat(ended.aborted()).contains("seen enough");
            assertThat(requests(ended.recording(), Outcome.SUCCESS)).isBetween(1L, 2999L);
        }
    }

    @Test
    void aTargetThatIsNotThereIsToldAsSuch() throws Exception {
        Path file = scenario(closedPort(), "lasts: 5s, load: {model: constant, rate: 50/s}", "");
        try (AgentRun run = run(file, Progress.none())) {
            assertThatThrownBy(() -> run.start().await(SECONDS_MAX, TimeUnit.SECONDS))
                    .isInstanceOf(TargetException.class);
        }
        for (AgentServer agent : agents) {
            assertThat(isFree(agent)).isTrue();
        }
    }

    @Test
    void anAgentThatIsLostEndsTheRunOfAll() throws Exception {
        Path file = scenario(target.actualPort(), "lasts: 60s, load: {model: constant, rate: 50/s}", "");
        try (AgentRun run = run(file, Progress.none())) {
            var result = run.start();
            assertThat(loaded.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            agents.get(1).close();
            assertThatThrownBy(() -> result.await(SECONDS_MAX, TimeUnit.SECONDS))
                    .isInstanceOf(AgentException.class);
        }
        assertThat(isFree(agents.getFirst())).isTrue();
    }

    @Test
    void aRunThatNobodyWatchesIsStopped() throws Exception {
        AgentServer impatient = agent(Duration.ofMillis(300));
        HttpClientResponse first = order(impatient, TOKEN);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(isFree(impatient)).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void oneRunAtATime() throws Exception {
        AgentServer agent = agents.getFirst();
        assertThat(order(agent, TOKEN).statusCode()).isEqualTo(201);
        assertThat(order(agent, TOKEN).statusCode()).isEqualTo(409);
    }

    @Test
    void withoutItsTokenAnAgentDoesNothing() throws Exception {
        AgentServer agent = agents.getFirst();
        assertThat(order(agent, null).statusCode()).isEqualTo(401);
        assertThat(order(agent, TOKEN + "x").statusCode()).isEqualTo(401);
        assertThat(order(agent, "").statusCode()).isEqualTo(401);
        assertThat(isFree(agent)).isTrue();
    }

    @Test
    void anOrderThatCannotBeRunIsRefused() throws Exception {
        AgentServer agent = agents.getFirst();
        String type = "application/json";
        assertThat(post(agent, "/v1/runs", TOKEN, type, Buffer.buffer("{")).statusCode())
                .isEqualTo(400);
        assertThat(post(agent, "/v1/runs", TOKEN, type, Buffer.buffer("null")).statusCode())
                .isEqualTo(400);
        assertThat(post(agent, "/v1/runs", TOKEN, "text/plain", Buffer.buffer("{}"))
                        .statusCode())
                .isEqualTo(415);
        Path file = scenario(target.actualPort(), "lasts: 5s, load: {model: constant, rate: 50/s}", "");
        Messages.Order good = Orders.of(file, ScenarioReader.read(file), Overrides.NONE, 1, 0, 1);
        for (Messages.Order bad : List.of(
                with(good, "name: nothing else", Map.of(), 0, 1),
                with(good, good.scenario(), Map.of("../outside.csv", "offset,request\n"), 0, 1),
                with(good, good.scenario(), Map.of(), 2, 2),
                with(good, good.scenario(), Map.of(), 0, 1000))) {
            assertThat(post(agent, "/v1/runs", TOKEN, type, Messages.write(bad)).statusCode())
                    .isEqualTo(400);
        }
        assertThat(folder.getParent().resolve("outside.csv")).doesNotExist();
        assertThat(isFree(agent)).isTrue();
    }

    @Test
    void aRunIsAskedInItsOrder() throws Exception {
        AgentServer agent = agents.getFirst();
        Messages.Status status = Messages.read(body(order(agent, TOKEN)), Messages.Status.class);
        String path = "/v1/runs/" + status.run();
        assertThat(get(agent, path).statusCode()).isEqualTo(200);
        assertThat(get(agent, path + "/result").statusCode()).isEqualTo(409);
        assertThat(get(agent, path + "/recording/latency.hlog").statusCode()).isEqualTo(409);
        assertThat(get(agent, path + "/recording/..%2F..%2Fetc%2Fpasswd").statusCode())
                .isEqualTo(404);
        assertThat(get(agent, path + "/recording/other").statusCode()).isEqualTo(404);
        assertThat(get(agent, "/v1/runs/none").statusCode()).isEqualTo(404);
        assertThat(get(agent, "/").statusCode()).isEqualTo(404);
        Buffer large = Buffer.buffer("{\"why\":\"" + "x".repeat(20_000) + "\"}");
        assertThat(post(agent, path + "/stop", TOKEN, "application/json", large).statusCode())
                .isEqualTo(413);
    }

    private static Messages.Order with(
            Messages.Order order, String scenario, Map<String, String> traces, int number, int agents) {
        return new Messages.Order(order.name(), scenario, traces, null, Map.of(), 1, 1, 1, number, agents);
    }

    private static List<Boolean> holds(Scenario scenario, Recording recording) {
        return Judge.judge(scenario.thresholds(), recording, Set.of()).stream()
                .map(Verdict::holds)
                .toList();
    }

    private static long requests(Recording recording, Outcome outcome) {
        return recording.cells().entrySet().stream()
                .filter(cell -> cell.getKey().outcome() == outcome)
                .mapToLong(cell -> cell.getValue().requests())
                .sum();
    }

    /** Takes an order again, within a bound. */
    private boolean isFree(AgentServer agent) throws Exception {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (System.nanoTime() < endNanos) {
            int status = order(agent, TOKEN).statusCode();
            if (status != 409) {
                return status == 201;
            }
        }
        return false;
    }

    private HttpClientResponse order(AgentServer agent, String token) throws Exception {
        Path file = scenario(target.actualPort(), "lasts: 5s, load: {model: constant, rate: 50/s}", "");
        Messages.Order order = Orders.of(file, ScenarioReader.read(file), Overrides.NONE, 1, 0, 1);
        return post(agent, "/v1/runs", token, "application/json", Messages.write(order));
    }

    private HttpClientResponse post(AgentServer agent, String path, String token, String type, Buffer body)
            throws Exception {
        RequestOptions options = options(agent, HttpMethod.POST, path, token).putHeader("Content-Type", type);
        return onLoop(() -> http.request(options)
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(response)));
    }

    private HttpClientResponse get(AgentServer agent, String path) throws Exception {
        return onLoop(() -> http.request(options(agent, HttpMethod.GET, path, TOKEN))
                .compose(request -> request.send())
                .compose(response -> response.body().map(response)));
    }

    /** An answer that comes before somebody on another thread asks for its body is never heard of. */
    private <T> T onLoop(Supplier<Future<T>> asked) throws Exception {
        Promise<T> done = Promise.promise();
        loop.runOnContext(on -> asked.get().onComplete(done));
        return done.future().await(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static Buffer body(HttpClientResponse response) throws Exception {
        return response.body().await(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static RequestOptions options(AgentServer agent, HttpMethod method, String path, String token) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(agent.port())
                .setURI(path);
        return token == null ? options : options.putHeader("Authorization", "Bearer " + token);
    }

    private int closedPort() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end())
                .listen(0)
                .await(SECONDS_MAX, TimeUnit.SECONDS);
        server.close().await(SECONDS_MAX, TimeUnit.SECONDS);
        return server.actualPort();
    }
}
