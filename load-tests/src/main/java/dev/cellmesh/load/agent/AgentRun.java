package dev.cellmesh.load.agent;

import dev.cellmesh.load.agent.Messages.Order;
import dev.cellmesh.load.agent.Messages.State;
import dev.cellmesh.load.agent.Messages.Status;
import dev.cellmesh.load.run.Progress;
import dev.cellmesh.load.run.Progress.Stage;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.TargetException;
import dev.cellmesh.load.scenario.Overrides;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What came of a scenario that several agents ran together? Gives each its part, lets them begin at one moment once all are
 * prepared, and judges the merge of their recordings. It merges logs and no more: for load from many machines there is the export
 * to Hyperfoil. One run; any thread may stop it.
 */
public final class AgentRun implements AutoCloseable {
    public static final int AGENTS_MAX = 100;

    /** Making tenants may take its time. */
    static final Duration PREPARE_MAX = Duration.ofMinutes(5);

    /** After the schedules' end: drain, settle and check. */
    static final Duration REST_MAX = Duration.ofMinutes(10);

    private static final long POLL_MILLIS = 500;
    /** Longer than any of them takes to hear of it. */
    private static final long LEAD_MILLIS = 500;

    private final Vertx vertx;
    private final HttpClient http;
    private final List<AgentClient> agents;
    private final List<Order> orders;
    private final Scenario scenario;
    private final long seed;
    private final Progress progress;
    private final Path folder;
    private volatile String stopReason;
    private volatile boolean stopTold;

    private AgentRun(
            Vertx vertx,
            List<Address> addresses,
            Optional<String> token,
            List<Order> orders,
            Scenario scenario,
            Path folder,
            long seed,
            Progress progress) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient();
        this.agents = addresses.stream()
                .map(address -> new AgentClient(vertx, http, address, token))
                .toList();
        this.orders = orders;
        this.scenario = scenario;
        this.seed = seed;
        this.progress = progress;
        this.folder = folder;
    }

    /**
     * Reads what it needs from disk, and so blocks.
     *
     * @param agents {@code host:port} of each
     * @param token that all of them were given
     * @param file of the scenario
     * @param scenario what that file says, with the overrides
     * @param folder where each agent's logs are kept, in a folder of its own
     * @throws IllegalArgumentException with a message for a person when the scenario cannot be split over these agents
     */
    public static AgentRun of(
            Vertx vertx,
            List<String> agents,
            Optional<String> token,
            Path file,
            Scenario scenario,
            Overrides overrides,
            Path folder,
            long seed,
            Progress progress) {
        if (agents.isEmpty() || agents.size() > AGENTS_MAX) {
            throw new IllegalArgumentException("there are 1 to " + AGENTS_MAX + " agents, not " + agents.size());
        }
        List<Address> addresses = agents.stream()
                .map(text -> Address.parse(text, AgentOptions.HOST_DEFAULT))
                .toList();
        if (addresses.stream().distinct().count() < addresses.size()) {
            throw new IllegalArgumentException("an agent is named twice in " + String.join(",", agents));
        }
        List<Order> orders = new ArrayList<>();
        for (int number = 0; number < addresses.size(); number++) {
            Split.part(scenario, seed, number, addresses.size());
            orders.add(Orders.of(file, scenario, overrides, seed, number, addresses.size()));
        }
        return new AgentRun(vertx, addresses, token, orders, scenario, folder, seed, progress);
    }

    /**
     * Fails with an {@link AgentException} when one of them fails, which stops the others: a part of the load is another
     * scenario. With a {@link TargetException} when the target was at fault.
     */
    public Future<RunResult> start() {
        progress.stage(Stage.PREPARING);
        return all(number -> agents.get(number).order(orders.get(number)))
                .compose(ordered -> until(PREPARE_MAX, status -> status.state() != State.PREPARING, false))
                .compose(ready -> {
                    progress.stage(Stage.RUNNING);
                    return all(number -> agents.get(number).start(LEAD_MILLIS));
                })
                .compose(started ->
                        until(scenario.duration().plus(REST_MAX), status -> status.state() == State.ENDED, true))
                .compose(ended -> {
                    progress.stage(Stage.CHECKING);
                    return all(this::collect);
                })
                .compose(parts -> vertx.executeBlocking(() -> Merge.of(scenario, seed, parts, reason())))
                .recover(failure -> tell("another agent failed, or the whole run: " + failure.getMessage())
                        .transform(told -> Future.failedFuture(failure)));
    }

    /** No more arrivals anywhere; then all is judged as usual, and marked as ended early. */
    public void stop(String why) {
        if (stopReason == null) {
            stopReason = why;
        }
    }

    /** After the run. */
    @Override
    public void close() {
        http.close();
    }

    private Optional<String> reason() {
        return Optional.ofNullable(stopReason);
    }

    private Future<Merge.Part> collect(int number) {
        AgentClient agent = agents.get(number);
        Path place = folder.resolve("agent-" + (number + 1));
        return vertx.executeBlocking(() -> Files.createDirectories(place))
                .compose(made -> agent.rest())
                .compose(rest -> agent.recording(place)
                        .map(recording -> new Merge.Part(agent.address().toString(), rest, recording)));
    }

    /** Asks all of them again and again; fails when one failed, or when it takes too long. */
    private Future<Void> until(Duration limit, Predicate<Status> done, boolean watched) {
        long endNanos = System.nanoTime() + limit.toNanos();
        return look(endNanos, done, watched);
    }

    private Future<Void> look(long endNanos, Predicate<Status> done, boolean watched) {
        return all(number -> agents.get(number).status()).compose(statuses -> {
            for (int number = 0; number < statuses.size(); number++) {
                Status status = statuses.get(number);
                if (status.state() == State.FAILED) {
                    String message = "agent " + agents.get(number).address() + ": " + status.failure();
                    return Future.failedFuture(
                            status.targetAtFault() ? new TargetException(message, null) : new AgentException(message));
                }
            }
            if (watched) {
                progress.second(Live.of(statuses, scenario.duration().toNanos()));
            }
            if (statuses.stream().allMatch(done)) {
                return Future.succeededFuture();
            }
            if (System.nanoTime() > endNanos) {
                return Future.failedFuture(new AgentException("the agents did not come to an end in time"));
            }
            // One that ended early, by a rule or because somebody stopped it, ends the whole: the rest is another load.
            boolean early = watched
                    && statuses.stream().anyMatch(done)
                    && statuses.stream()
                            .anyMatch(status ->
                                    status.offsetNanos() < scenario.duration().toNanos());
            if ((stopReason != null || early) && !stopTold) {
                stopTold = true;
                return tell(stopReason == null ? "another agent ended early" : stopReason)
                        .compose(told -> pause())
                        .compose(paused -> look(endNanos, done, watched));
            }
            return pause().compose(paused -> look(endNanos, done, watched));
        });
    }

    private Future<Void> pause() {
        return vertx.timer(POLL_MILLIS).mapEmpty();
    }

    /** Whether they hear it or not. */
    private Future<Void> tell(String why) {
        List<Future<Status>> told =
                agents.stream().map(agent -> agent.stop(why)).toList();
        return Future.join(told).transform(any -> Future.succeededFuture());
    }

    private <T> Future<List<T>> all(Function<Integer, Future<T>> ask) {
        List<Future<T>> asked = new ArrayList<>();
        for (int number = 0; number < agents.size(); number++) {
            asked.add(ask.apply(number));
        }
        return Future.all(asked).map(any -> asked.stream().map(Future::result).toList());
    }
}
