package dev.cellmesh.load.run;

import dev.cellmesh.load.fault.FaultTimeline.Mark;
import dev.cellmesh.load.record.Recording;
import java.util.List;
import java.util.Map;

/** Who watches a run? Called once a second on a thread of its own, and at the changes of its stage. */
public interface Progress {
    /** What is it doing? */
    enum Stage {
        PREPARING,
        RUNNING,
        DRAINING,
        SETTLING,
        CHECKING
    }

    /**
     * @param offsetNanos since the run's start
     * @param durationNanos of the whole run
     * @param lastInterval what was measured in the newest whole interval
     * @param intervalNanos its length
     * @param soFar what the generator did and failed to do
     * @param marks what broke so far
     */
    record Second(
            long offsetNanos,
            long durationNanos,
            Map<Recording.Key, Recording.Measured> lastInterval,
            long intervalNanos,
            Recording.Generator soFar,
            int underWay,
            List<Mark> marks) {}

    void second(Second second);

    default void stage(Stage stage) {}

    /** Nobody watches. */
    static Progress none() {
        return second -> {};
    }
}
