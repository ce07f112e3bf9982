package dev.cellmesh.testkit.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What became of a fault that was laid? Counts the chosen statements as they arrive, and the times that the fault struck; from
 * any thread.
 */
public final class WireTrap {
    private final WireChoice choice;
    private final WireFault fault;
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private long arrived;
    private long struck;

    private record Waiter(long times, CompletableFuture<Void> reached) {}

    WireTrap(WireChoice choice, WireFault fault) {
        this.choice = choice;
        this.fault = fault;
    }

    /** How often the client sent the chosen statement, whether the fault was for that time or not. */
    public synchronized long arrived() {
        return arrived;
    }

    /** How often it is true that the statement was refused, the answer was dropped, or is being held. */
    public synchronized long struck() {
        return struck;
    }

    /** Complete as soon as the fault struck that often: what a lost answer was about is committed then. */
    public synchronized CompletableFuture<Void> whenStruck(long times) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        if (struck >= times) {
            reached.complete(null);
        } else {
            waiters.add(new Waiter(times, reached));
        }
        return reached;
    }

    /** What is held goes on, and nothing is held again. */
    public void release() {
        released.complete(null);
    }

    WireFault fault() {
        return fault;
    }

    CompletableFuture<Void> released() {
        return released;
    }

    /** Is this time of the chosen statement one for the fault? */
    boolean meets(PgRequest request) {
        if (!choice.meets(request)) {
            return false;
        }
        long occurrence;
        synchronized (this) {
            occurrence = ++arrived;
        }
        return choice.occurrence().test(occurrence);
    }

    void strikes() {
        List<Waiter> reached;
        synchronized (this) {
            struck++;
            reached = waiters.stream().filter(each -> struck >= each.times).toList();
            waiters.removeAll(reached);
        }
        reached.forEach(each -> each.reached.complete(null));
    }
}
