package dev.cellmesh.load.record;

import dev.cellmesh.load.record.Recording.Generator;
import dev.cellmesh.load.record.Recording.Measured;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What did several generators measure together? */
public final class Recordings {
    private Recordings() {}

    /**
     * Bucket by bucket, so that percentiles are those of all samples; intervals are laid upon each other by their offset from
     * the run's start. Where one has longer intervals, because its timeline became coarser, all get those.
     *
     * @throws IllegalArgumentException for none, and when an interval is not a multiple of the others
     */
    public static Recording merge(List<Recording> recordings) {
        if (recordings.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to merge");
        }
        long intervalNanos =
                recordings.stream().mapToLong(Recording::intervalNanos).max().getAsLong();
        SortedMap<Long, Map<Recording.Key, Measured>> timeline = new TreeMap<>();
        Generator generator = new Generator(0, 0, 0, 0, 0);
        for (Recording recording : recordings) {
            if (intervalNanos % recording.intervalNanos() != 0) {
                throw new IllegalArgumentException("intervals of " + recording.intervalNanos()
                        + " ns cannot be laid upon those of " + intervalNanos + " ns");
            }
            Timeline.coarsened(recording.timeline(), intervalNanos).forEach((offset, interval) -> {
                Map<Recording.Key, Measured> into = timeline.computeIfAbsent(offset, any -> new HashMap<>());
                interval.forEach((key, measured) -> into.merge(key, measured, Measured::plus));
            });
            generator = generator.plus(recording.generator());
        }
        timeline.replaceAll((offset, interval) -> Map.copyOf(interval));
        return Recording.of(timeline, intervalNanos, generator);
    }
}
