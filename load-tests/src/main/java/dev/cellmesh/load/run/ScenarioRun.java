package dev.cellmesh.load.run;

import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.client.ClientSettings;
import dev.cellmesh.load.client.LoadClient;
import dev.cellmesh.load.fault.FaultTimeline;
import dev.cellmesh.load.fault.FaultTimelines;
import dev.cellmesh.load.operation.Workload;
import dev.cellmesh.load.operation.Workloads;
import dev.cellmesh.load.record.Recorder;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.run.Progress.Stage;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.verdict.Judge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What came of a scenario? Prepares, sends what the schedules say on one event loop, breaks what the timeline says, drains, heals,
 * settles, checks and judges. Any thread may start and stop it.
 */
public final class ScenarioRun implements AutoCloseable {
    /** Requests that are not settled yet: about 100 MB of them. An arrival beyond is dropped, and fails the run. */
    static final int UNDER_WAY_MAX = 50_000;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Until everything is ready for the first arrival. */
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
    private static final Duration DRAIN_STOPPED_MAX = Duration.ofSeconds(5);
    private static final Duration SETTLE_MAX = Duration.ofMinutes(3);

    private final Vertx vertx;
    private final ContextInternal context;
    private final Scenario scenario;
    private final long seed;
    private final Progress progress;
    private final Workload workload;
    private final FaultTimeline faults;
    private final Promise<Void> sent = Promise.promise();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Recorder recorder = new Recorder(System.nanoTime(), INTERVAL_NANOS);
    private LoadClient client;
    private Generator generator;
    private LoadPhases phases;
    private TargetGauges gauges;
    private Instant startedAt = Instant.now();
    private Optional<String> aborted = Optional.empty();
    private boolean draining;

    /** With parts of one's own; it closes them. */
    public ScenarioRun(
            Vertx vertx, Scenario scenario, long seed, Progress progress, Workload workload, FaultTimeline faults) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.scenario = scenario;
        this.seed = seed;
        this.progress = progress;
        this.workload = workload;
        this.faults = faults;
    }

    /** @throws IllegalArgumentException with a message for a person when the scenario's settings make no sense */
    public static ScenarioRun of(Vertx vertx, Scenario scenario, long seed, Progress progress) {
        return new ScenarioRun(
                vertx,
                scenario,
                seed,
                progress,
                Workloads.of(scenario, vertx, seed),
                FaultTimelines.of(scenario, vertx, seed));
    }

    /** A whole run, for those who need neither its histories nor a way to stop it. */
    public static Future<RunResult> start(Vertx vertx, Scenario scenario, long seed, Progress progress) {
        ScenarioRun run = of(vertx, scenario, seed, progress);
        return run.start().eventually(() -> {
            run.close();
            return Future.succeededFuture();
        });
    }

    /** One loop for the generator, one for all else; with the transport whose timers are exact. */
    public static Vertx vertx() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
    }

    /** Fails with a {@link TargetException} when there is nothing to measure, with anything else for a mistake of the harness. */
    public Future<RunResult> start() {
        return start(Future::succeededFuture);
    }

    /**
     * The same, but what is prepared waits: several generators can begin at one moment.
     *
     * @param gate asked once all is prepared; the first arrival follows when it is done, and none when it fails
     */
    public Future<RunResult> start(Supplier<Future<Void>> gate) {
        Promise<RunResult> result = Promise.promise();
        context.runOnContext(on -> prepare()
                .compose(prepared -> wait(gate))
                .compose(open -> send())
                .compose(allSent -> heal())
                .compose(healed -> settle())
                .compose(this::judge)
                .onComplete(result));
        return result.future();
    }

    private Future<Void> wait(Supplier<Future<Void>> gate) {
        return here(gate.get()).recover(closed -> client.close().transform(done -> Future.failedFuture(closed)));
    }

    /** What follows is on this run's loop, whoever completes it. */
    private Future<Void> here(Future<Void> elsewhere) {
        Promise<Void> promise = context.promise();
        elsewhere.onComplete(promise);
        return promise.future();
    }

    /** No more arrivals; what is under way may end; then all is judged as usual, and marked as ended early. */
    public void stop(String why) {
        context.runOnContext(on -> {
            if (aborted.isEmpty() && !draining) {
                aborted = Optional.of(why);
                if (phases != null) {
                    phases.stop();
                }
            }
        });
    }

    /** After the run: as Jepsen-style JSON lines, one file a check. Blocks. */
    public void writeHistories(Path folder) {
        workload.writeHistories(folder);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            faults.close();
            workload.close();
        }
    }

    private Future<Void> prepare() {
        progress.stage(Stage.PREPARING);
        // The recorder of the run begins with its first arrival; connections count only from then on.
        client = new LoadClient(
                vertx, ClientSettings.of(scenario.client()), System::nanoTime, () -> recorder.waitedForConnection());
        return here(workload.prepare())
                .compose(ready -> client.open(scenario.target().edges().values()))
                .recover(failure -> client.close()
                        .transform(done -> Future.failedFuture(
                                new TargetException(String.valueOf(failure.getMessage()), failure))));
    }

    private Future<Void> send() {
        progress.stage(Stage.RUNNING);
        startedAt = Instant.now().plusNanos(LEAD_NANOS);
        long startNanos = System.nanoTime() + LEAD_NANOS;
        recorder = new Recorder(startNanos, INTERVAL_NANOS);
        Loop loop = new VertxLoop(context);
        // Retries have dice of their own: how many there are depends on the server, and must not change what is asked
        // for.
        RetryRule retries =
                new RetryRule(scenario.client().retry(), InstantSource.system(), new SplittableRandom(~seed));
        generator =
                new Generator(loop, client::send, retries, recorder, workload::operation, UNDER_WAY_MAX, sent::tryFail);
        phases = new LoadPhases(scenario, seed, startNanos, loop, generator, this::drain);
        gauges = new TargetGauges(vertx, scenario.target().mesh(), Thread.currentThread());
        Watch watch = new Watch(
                recorder,
                faults,
                generator::underWay,
                progress,
                scenario.aborts(),
                this::stop,
                startNanos,
                scenario.duration().toNanos());
        faults.start(startNanos);
        gauges.start(startNanos);
        watch.start();
        phases.start();
        if (aborted.isPresent()) {
            phases.stop();
        }
        return sent.future().eventually(() -> {
            gauges.stop();
            return client.close()
                    .eventually(() -> vertx.executeBlocking(() -> {
                        watch.close();
                        return null;
                    }));
        });
    }

    private void drain() {
        draining = true;
        progress.stage(Stage.DRAINING);
        if (aborted.isPresent()) {
            generator.end();
            client.giveUpWaiting();
        }
        Duration limit = aborted.isPresent() ? DRAIN_STOPPED_MAX : drainLimit();
        long timer = vertx.setTimer(Math.max(1, limit.toMillis()), id -> {
            generator.end();
            client.close();
        });
        generator.whenIdle(() -> {
            vertx.cancelTimer(timer);
            sent.tryComplete();
        });
    }

    /** Until the last request has had all its sendings, as far as somebody wants to wait for that. */
    private Duration drainLimit() {
        Scenario.Client settings = scenario.client();
        Duration one = settings.timeout().plus(settings.retry().backoffMax());
        Duration all = one.multipliedBy(settings.retry().attempts()).plusSeconds(1);
        return all.compareTo(DRAIN_MAX) < 0 ? all : DRAIN_MAX;
    }

    private Future<Void> heal() {
        // What could not be healed is among the marks.
        return faults.heal().otherwiseEmpty();
    }

    private Future<List<Finding>> settle() {
        progress.stage(Stage.SETTLING);
        return workload.settle()
                .timeout(SETTLE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .map(List.<Finding>of())
                .otherwise(failure -> List.of(new Finding(
                        "settle",
                        0,
                        List.of(),
                        0,
                        "what became of requests with an unknown outcome was not to be found out: "
                                + failure.getMessage())));
    }

    private Future<RunResult> judge(List<Finding> unsettled) {
        progress.stage(Stage.CHECKING);
        return vertx.executeBlocking(() -> {
            Recording recording = recorder.snapshot();
            List<Finding> findings = new ArrayList<>(unsettled);
            findings.addAll(workload.check());
            return new RunResult(
                    scenario,
                    seed,
                    startedAt,
                    Environment.of(vertx, scenario),
                    recording,
                    faults.marks(),
                    Judge.judge(
                            scenario.thresholds(),
                            recording,
                            scenario.phases().stream()
                                    .filter(Phase::warmup)
                                    .map(Phase::name)
                                    .collect(Collectors.toSet())),
                    findings,
                    aborted,
                    gauges.seen());
        });
    }
}
