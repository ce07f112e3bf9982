package dev.cellmesh.load.fault;

import io.vertx.core.Future;
import java.util.List;

/** What breaks when, and what really broke? */
public interface FaultTimeline extends AutoCloseable {
    /** From now on; returns at once. */
    void start(long startNanos);

    /** What was done so far, in the order of time. */
    List<Mark> marks();

    /** Heals all that is still broken. Fails when something could not be healed. */
    Future<Void> heal();

    @Override
    void close();

    /**
     * @param offsetNanos from the run's start, when it had been done
     * @param text such as {@code us-east1-c02 killed}
     * @param failed whether the mesh refused
     */
    record Mark(long offsetNanos, String text, boolean failed) {}
}
