package dev.cellmesh.load.agent;

import dev.cellmesh.load.agent.Messages.Order;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.ScenarioException;
import dev.cellmesh.load.scenario.ScenarioReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Which run does an agent have? One at a time; the last one's result is kept until the next order. Any thread. */
final class Desk implements AutoCloseable {
    /** It has a run that is not over. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy(String run) {
            super("the agent is busy with run " + run);
        }
    }

    private final Vertx vertx;
    private final Duration patience;
    private final AgentServer.Runs runs;
    private final long timer;
    private Job job;
    private boolean taking;
    private long askedNanos;
    private boolean closed;

    Desk(Vertx vertx, Duration patience, AgentServer.Runs runs) {
        this.vertx = vertx;
        this.patience = patience;
        this.runs = runs;
        this.timer = vertx.setPeriodic(Math.max(1, patience.toMillis() / 4), id -> look());
    }

    /** Fails with {@link Busy}, or with IllegalArgumentException for an order that cannot be run. */
    Future<Job> take(Order order) {
        synchronized (this) {
            if (closed || taking || (job != null && !job.isOver())) {
                return Future.failedFuture(new Busy(job == null ? "that is about to begin" : job.id()));
            }
            taking = true;
            askedNanos = System.nanoTime();
        }
        return vertx.executeBlocking(() -> open(order)).onComplete(opened -> {
            synchronized (this) {
                taking = false;
            }
        });
    }

    /** Who asks keeps it going. Null for none. */
    synchronized Job find(String id) {
        if (job == null || !job.id().equals(id)) {
            return null;
        }
        askedNanos = System.nanoTime();
        return job;
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        Job last;
        synchronized (this) {
            closed = true;
            last = job;
            job = null;
        }
        if (last != null) {
            last.stop("the agent ends");
            last.discard();
        }
    }

    private void look() {
        Job left;
        synchronized (this) {
            boolean waited = System.nanoTime() - askedNanos > patience.toNanos();
            left = job != null && !job.isOver() && waited ? job : null;
        }
        if (left != null) {
            left.stop("nobody asked about it for " + patience.toMillis() / 1000.0 + " s");
        }
    }

    /** Blocks. */
    private Job open(Order order) throws IOException {
        Path folder = Files.createTempDirectory("cellmesh-load-agent");
        try {
            Scenario part = Split.part(read(order, folder), order.seed(), order.number(), order.agents());
            Job next = new Job(UUID.randomUUID().toString(), vertx, folder);
            // May refuse settings that make no sense, so it comes before the last run is forgotten.
            var run = runs.of(vertx, part, Split.seed(order.seed(), order.number()), next);
            Job before;
            synchronized (this) {
                if (closed) {
                    run.close();
                    throw new Busy("none: it ends");
                }
                before = job;
                job = next;
            }
            if (before != null) {
                before.discard();
            }
            next.prepare(run);
            return next;
        } catch (RuntimeException | IOException e) {
            Folders.delete(folder);
            throw e;
        }
    }

    private static Scenario read(Order order, Path folder) throws IOException {
        if (order.scenario() == null || order.traces() == null || order.edges() == null) {
            throw new IllegalArgumentException("an order has a scenario, traces and edges");
        }
        for (Map.Entry<String, String> trace : order.traces().entrySet()) {
            Path file = folder.resolve(trace.getKey()).normalize();
            if (!file.startsWith(folder) || file.equals(folder)) {
                throw new IllegalArgumentException(
                        "a trace lies beside or below its scenario, not at " + trace.getKey());
            }
            Files.createDirectories(file.getParent());
            Files.writeString(file, trace.getValue());
        }
        try {
            return ScenarioReader.read(String.valueOf(order.name()), order.scenario(), folder, order.overrides());
        } catch (ScenarioException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }
}
