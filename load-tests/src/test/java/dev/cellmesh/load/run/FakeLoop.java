package dev.cellmesh.load.run;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only when a test says so. What is due runs in the order of time, then of asking. */
final class FakeLoop implements Loop {
    private record Task(long nanos, long number, Runnable what) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::nanos).thenComparingLong(Task::number));
    private long now;
    private long numbers;

    FakeLoop(long now) {
        this.now = now;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void at(long nanos, Runnable task) {
        tasks.add(new Task(Math.max(nanos, now), numbers++, task));
    }

    /** Runs all that is due until then. */
    void passTo(long nanos) {
        while (!tasks.isEmpty() && tasks.peek().nanos() <= nanos) {
            Task next = tasks.poll();
            now = Math.max(now, next.nanos());
            next.what().run();
        }
        now = Math.max(now, nanos);
    }

    /** The loop is busy with something else until then. */
    void holdUpTo(long nanos) {
        now = nanos;
    }
}
