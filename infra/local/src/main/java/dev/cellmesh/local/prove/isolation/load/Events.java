package dev.cellmesh.local.prove.isolation.load;

import dev.cellmesh.load.fault.FaultTimeline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The events of one run, each at its time on a thread of its own. */
final class Events implements FaultTimeline {
    private final List<Event> events;
    private final Map<String, Long> doneNanos = new LinkedHashMap<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Future<Void>> running = new ArrayList<>();
    private long startNanos;

    Events(List<Event> events) {
        this.events = events;
    }

    @Override
    public void start(long at) {
        startNanos = at;
        for (Event event : events) {
            Promise<Void> done = Promise.promise();
            running.add(done.future());
            Thread.ofVirtual().name("event").start(() -> run(event, done));
        }
    }

    private void run(Event event, Promise<Void> done) {
        try {
            long at = startNanos + event.at().toNanos();
            for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            event.action().run();
            mark(event, false);
        } catch (RuntimeException e) {
            mark(event, true);
            done.fail(e);
            return;
        }
        done.complete();
    }

    private synchronized void mark(Event event, boolean failed) {
        long now = System.nanoTime();
        doneNanos.put(event.what(), now);
        marks.add(new Mark(now - startNanos, event.what(), failed));
    }

    long startNanos() {
        return startNanos;
    }

    synchronized Map<String, Long> doneNanos() {
        return Map.copyOf(doneNanos);
    }

    /** Done when all have happened; fails when one could not be done. */
    Future<Void> all() {
        return Future.join(running).timeout(1, TimeUnit.MINUTES).mapEmpty();
    }

    @Override
    public synchronized List<Mark> marks() {
        return List.copyOf(marks);
    }

    /** Whoever planned them puts things right again. */
    @Override
    public Future<Void> heal() {
        return Future.succeededFuture();
    }

    @Override
    public void close() {
        // Threads end by themselves.
    }
}
