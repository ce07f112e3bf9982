package dev.cellmesh.load.agent;

import dev.cellmesh.load.agent.Messages.Status;
import dev.cellmesh.load.fault.FaultTimeline.Mark;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recording.Generator;
import dev.cellmesh.load.record.Recording.Measured;
import dev.cellmesh.load.run.Progress.Second;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What do all agents do at the moment, together? Their seconds need not be quite the same; the recording's are. */
final class Live {
    private Live() {}

    static Second of(List<Status> statuses, long durationNanos) {
        Map<Recording.Key, Measured> interval = new HashMap<>();
        Generator generator = new Generator(0, 0, 0, 0, 0);
        List<Mark> marks = new ArrayList<>();
        long offsetNanos = 0;
        long intervalNanos = 0;
        int underWay = 0;
        for (Status status : statuses) {
            Intervals.read(status.interval()).forEach((key, measured) -> interval.merge(key, measured, Measured::plus));
            generator = generator.plus(status.generator());
            marks.addAll(status.marks());
            offsetNanos = Math.max(offsetNanos, status.offsetNanos());
            intervalNanos = Math.max(intervalNanos, status.intervalNanos());
            underWay += status.underWay();
        }
        return new Second(offsetNanos, durationNanos, interval, intervalNanos, generator, underWay, marks);
    }
}
