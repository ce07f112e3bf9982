package dev.cellmesh.load.agent;

import dev.cellmesh.load.agent.Messages.Interval;
import dev.cellmesh.load.agent.Messages.Rest;
import dev.cellmesh.load.agent.Messages.State;
import dev.cellmesh.load.agent.Messages.Status;
import dev.cellmesh.load.record.Hlog;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Tag;
import dev.cellmesh.load.run.Progress;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.ScenarioRun;
import dev.cellmesh.load.run.TargetException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of an agent, from its order to its result. Any thread. */
final class Job implements Progress {
    private static final Recording.Generator NOTHING_YET = new Recording.Generator(0, 0, 0, 0, 1);

    private final String id;
    private final Vertx vertx;
    private final Path folder;
    private final Promise<Void> gate = Promise.promise();

    private ScenarioRun run;
    private State state = State.PREPARING;
    private Throwable failure;
    private Second last;
    private Rest rest;
    private boolean startAsked;
    private boolean keeping;
    private boolean unwanted;

    /** @param folder its own, for the result */
    Job(String id, Vertx vertx, Path folder) {
        this.id = id;
        this.vertx = vertx;
        this.folder = folder;
    }

    String id() {
        return id;
    }

    Path folder() {
        return folder;
    }

    /** Prepares at once, and begins when {@link #startIn} has said so. The future is done, and never failed, at its end. */
    Future<Void> prepare(ScenarioRun scenarioRun) {
        synchronized (this) {
            run = scenarioRun;
        }
        return scenarioRun
                .start(() -> {
                    become(State.READY);
                    return gate.future();
                })
                .compose(result -> vertx.executeBlocking(() -> keep(result)))
                .onSuccess(kept -> become(State.ENDED))
                .onFailure(this::failed)
                .otherwiseEmpty()
                .eventually(() -> vertx.executeBlocking(() -> {
                    scenarioRun.close();
                    return null;
                }));
    }

    /** @return false when it is not ready, or was told before */
    boolean startIn(long millis) {
        synchronized (this) {
            if (state != State.READY || startAsked) {
                return false;
            }
            startAsked = true;
        }
        if (millis <= 0) {
            gate.tryComplete();
        } else {
            vertx.setTimer(millis, timer -> gate.tryComplete());
        }
        return true;
    }

    /** Wherever it is, it comes to its end. */
    void stop(String why) {
        ScenarioRun running;
        synchronized (this) {
            running = run;
        }
        gate.tryFail(new IllegalStateException("it was stopped before its start: " + why));
        if (running != null) {
            running.stop(why);
        }
    }

    synchronized boolean isOver() {
        return state == State.ENDED || state == State.FAILED;
    }

    synchronized Status status() {
        return new Status(
                id,
                state,
                failure == null ? null : String.valueOf(failure.getMessage()),
                failure instanceof TargetException,
                last == null ? 0 : last.offsetNanos(),
                last == null ? 0 : last.underWay(),
                last == null ? NOTHING_YET : last.soFar(),
                last == null ? Map.of() : intervals(last),
                last == null ? 0 : last.intervalNanos(),
                last == null ? List.of() : last.marks());
    }

    /** Null before it ended. */
    synchronized Rest rest() {
        return rest;
    }

    @Override
    public synchronized void second(Second second) {
        last = second;
    }

    @Override
    public void stage(Stage stage) {
        if (stage == Stage.RUNNING) {
            become(State.RUNNING);
        }
    }

    private synchronized void become(State next) {
        if (!isOver()) {
            state = next;
        }
    }

    private synchronized void failed(Throwable why) {
        failure = why;
        state = State.FAILED;
    }

    /** Nobody will ask for its result: its folder goes, and does not come back when the run ends later. Blocks. */
    void discard() {
        synchronized (this) {
            unwanted = true;
            if (keeping) {
                return;
            }
        }
        Folders.delete(folder);
    }

    private Void keep(RunResult result) {
        synchronized (this) {
            if (unwanted) {
                return null;
            }
            keeping = true;
        }
        try {
            Hlog.write(folder, result.recording(), result.startedAt());
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be kept", e);
        } finally {
            kept();
        }
        synchronized (this) {
            rest = new Rest(
                    result.startedAt().toString(),
                    result.environment(),
                    result.marks(),
                    result.findings(),
                    result.aborted().orElse(null),
                    result.samples());
        }
        return null;
    }

    private void kept() {
        synchronized (this) {
            keeping = false;
            if (!unwanted) {
                return;
            }
        }
        Folders.delete(folder);
    }

    private static Map<String, Interval> intervals(Second second) {
        Map<String, Interval> intervals = new TreeMap<>();
        second.lastInterval().forEach((key, measured) -> intervals.put(Tag.of(key), Intervals.write(measured)));
        return intervals;
    }
}
