package dev.cellmesh.load.fault;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** What breaks when, and what really broke? */
public interface FaultTimeline extends AutoCloseable {
    /** From now on; returns at once. */
    void start(long startNanos);

    /** What a mark of healing begins with; what was healed follows. */
    String HEALED = "healed: ";

    /** What was done so far, in the order of time. */
    List<Mark> marks();

    /** What of it is broken still, in the order of its breaking. */
    static List<String> broken(List<Mark> marks) {
        List<String> broken = new ArrayList<>();
        for (Mark mark : marks) {
            if (mark.failed()) {
                continue;
            }
            if (mark.text().startsWith(HEALED)) {
                broken.remove(mark.text().substring(HEALED.length()));
            } else {
                broken.add(mark.text());
            }
        }
        return broken;
    }

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
