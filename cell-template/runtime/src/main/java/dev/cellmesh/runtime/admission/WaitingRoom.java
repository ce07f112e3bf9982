package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.admission.Priority;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Who waits for a place, and for how long at most? One bounded queue for each priority class, each first in, first out. A queue that
 * is empty now and then takes up bursts, and its waiters have some patience; one that has been standing for that long
 * is an overload, in which a long wait would be everybody's, so that its waiters have little; and it stands as long as waiters have to
 * leave it, which empties it, too. (Controlled delay: Nichols and Jacobson's
 * CoDel, in the simplified form of Maurer's "Fail at Scale", ACM Queue, 2015.)
 *
 * @param <T> who waits
 */
final class WaitingRoom<T> {
    private final int perClassMax;
    private final long patienceNanos;
    private final long standingPatienceNanos;
    private final Map<Priority, Queue<T>> queues = new EnumMap<>(Priority.class);

    private record Waiter<T>(T who, long sinceNanos) {}

    private static final class Queue<T> {
        private final ArrayDeque<Waiter<T>> waiters = new ArrayDeque<>();
        private long lastEmptyNanos;
        private boolean refusedAny;
        private long lastRefusedNanos;

        boolean isStanding(long nowNanos, long patienceNanos) {
            return nowNanos - lastEmptyNanos > patienceNanos
                    || (refusedAny && nowNanos - lastRefusedNanos < patienceNanos);
        }
    }

    WaitingRoom(int perClassMax, long patienceMillis, long standingPatienceMillis) {
        this.perClassMax = perClassMax;
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        this.standingPatienceNanos = TimeUnit.MILLISECONDS.toNanos(standingPatienceMillis);
        for (Priority priority : Priority.values()) {
            queues.put(priority, new Queue<>());
        }
    }

    /** False when the queue of the class is full. */
    boolean enter(Priority priority, T who, long nowNanos) {
        Queue<T> queue = queues.get(priority);
        if (queue.waiters.isEmpty()) {
            queue.lastEmptyNanos = nowNanos;
        }
        if (queue.waiters.size() >= perClassMax) {
            return false;
        }
        queue.waiters.add(new Waiter<>(who, nowNanos));
        return true;
    }

    /**
     * Takes who is next: the first of the most urgent class whose first one finds room.
     *
     * @param hasRoom as of now
     */
    Optional<T> next(Predicate<T> hasRoom) {
        for (Priority priority : Priority.values()) {
            Queue<T> queue = queues.get(priority);
            if (!queue.waiters.isEmpty() && hasRoom.test(queue.waiters.element().who())) {
                return Optional.of(queue.waiters.remove().who());
            }
        }
        return Optional.empty();
    }

    /** Takes all whose patience has ended. */
    void leaveWhoWaitedTooLong(long nowNanos, Consumer<T> left) {
        for (Queue<T> queue : queues.values()) {
            long patience = queue.isStanding(nowNanos, patienceNanos) ? standingPatienceNanos : patienceNanos;
            while (!queue.waiters.isEmpty()
                    && nowNanos - queue.waiters.element().sinceNanos() >= patience) {
                left.accept(queue.waiters.remove().who());
                queue.refusedAny = true;
                queue.lastRefusedNanos = nowNanos;
            }
            if (queue.waiters.isEmpty()) {
                queue.lastEmptyNanos = nowNanos;
            }
        }
    }

    /** Takes all. */
    void empty(Consumer<T> left) {
        for (Queue<T> queue : queues.values()) {
            while (!queue.waiters.isEmpty()) {
                left.accept(queue.waiters.remove().who());
            }
        }
    }

    int waiting(Priority priority) {
        return queues.get(priority).waiters.size();
    }

    /** Does anybody of this class or a more urgent one wait? */
    boolean isAnybodyBefore(Priority priority) {
        for (Priority each : Priority.values()) {
            if (each.compareTo(priority) <= 0 && !queues.get(each).waiters.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return !isAnybodyBefore(Priority.BACKGROUND);
    }
}
