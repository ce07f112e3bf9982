package dev.cellmesh.load.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Which of several have taken too long? All have equally long, so they expire in the order they came in, and one queue replaces
 * a timer for each.
 */
final class Deadlines {
    /** What can take too long. */
    interface Timed {
        boolean isOver();

        void timeOut();
    }

    private record Entry(Timed what, long untilNanos) {}

    private final long timeoutNanos;
    private final LongSupplier nanos;
    private final Deque<Entry> inOrder = new ArrayDeque<>();

    Deadlines(Duration timeout, LongSupplier nanos) {
        this.timeoutNanos = timeout.toNanos();
        this.nanos = nanos;
    }

    /** Its time begins now. */
    void add(Timed what) {
        inOrder.addLast(new Entry(what, nanos.getAsLong() + timeoutNanos));
    }

    /** Once its turn has come, what is over is forgotten, so at most a timeout's worth is held. */
    void sweep() {
        long now = nanos.getAsLong();
        for (Entry first = inOrder.peekFirst(); first != null; first = inOrder.peekFirst()) {
            if (!first.what().isOver() && now - first.untilNanos() < 0) {
                return;
            }
            inOrder.pollFirst();
            if (!first.what().isOver()) {
                first.what().timeOut();
            }
        }
    }

    /** What is not over, and forgets it. */
    List<Timed> takeAll() {
        List<Timed> open = new ArrayList<>();
        for (Entry entry : inOrder) {
            if (!entry.what().isOver()) {
                open.add(entry.what());
            }
        }
        inOrder.clear();
        return open;
    }
}
