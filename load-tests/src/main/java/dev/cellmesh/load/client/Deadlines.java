package dev.cellmesh.load.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;

/**
 * Which requests have waited too long? All wait equally long, so they expire in the order they came in, and one queue
 * replaces a timer for each.
 */
final class Deadlines {
    private final long timeoutNanos;
    private final Deque<Sending> inOrder = new ArrayDeque<>();

    Deadlines(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
    }

    void add(Sending sending) {
        inOrder.addLast(sending);
    }

    void sweep(long nowNanos) {
        for (Sending first = inOrder.peekFirst(); first != null; first = inOrder.peekFirst()) {
            if (!first.isOver()) {
                if (nowNanos - first.beganNanos() < timeoutNanos) {
                    return;
                }
                first.timeOut();
            }
            inOrder.pollFirst();
        }
    }

    void cutAll(String reason) {
        new ArrayList<>(inOrder).forEach(sending -> sending.cut(reason));
        inOrder.clear();
    }
}
