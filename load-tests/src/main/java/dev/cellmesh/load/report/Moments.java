package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recording.Measured;
import dev.cellmesh.load.report.RunSummary.Brief;
import dev.cellmesh.load.report.RunSummary.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How did the run go, step by step? Steps without any request are there, too, so that a gap shows as one. */
final class Moments {
    private Moments() {}

    static List<Moment> of(Recording recording, RunTime time, int momentsMax) {
        List<Moment> moments = new ArrayList<>();
        if (recording.timeline().isEmpty()) {
            return moments;
        }
        long interval = recording.intervalNanos();
        // Answers may come after the last phase.
        long end = Math.max(time.endNanos(), recording.timeline().lastKey() + interval);
        long intervals = Math.max(1, Math.ceilDiv(end, interval));
        long step = Math.ceilDiv(intervals, momentsMax) * interval;
        for (long from = 0; from < end; from += step) {
            moments.add(moment(recording.timeline().subMap(from, from + step), time, from, step));
        }
        return moments;
    }

    private static Moment moment(
            SortedMap<Long, Map<Recording.Key, Measured>> intervals, RunTime time, long fromNanos, long stepNanos) {
        Tally all = new Tally();
        SortedMap<String, Tally> groups = new TreeMap<>();
        SortedMap<String, Tally> regions = new TreeMap<>();
        for (Map<Recording.Key, Measured> interval : intervals.values()) {
            interval.forEach((key, measured) -> {
                all.add(key, measured);
                groups.computeIfAbsent(key.series().group(), none -> new Tally())
                        .add(key, measured);
                regions.computeIfAbsent(key.series().region(), none -> new Tally())
                        .add(key, measured);
            });
        }
        double seconds = stepNanos / 1e9;
        return new Moment(
                fromNanos / 1e9,
                seconds,
                time.askedPerSecond(fromNanos, stepNanos),
                all.requests() / seconds,
                all.succeeded() / seconds,
                all.outcomes(),
                Tally.spread(all.latency, 1e6),
                Tally.spread(all.service, 1e6),
                briefs(groups),
                briefs(regions));
    }

    private static SortedMap<String, Brief> briefs(SortedMap<String, Tally> tallies) {
        SortedMap<String, Brief> briefs = new TreeMap<>();
        tallies.forEach((name, tally) -> briefs.put(name, tally.brief()));
        return briefs;
    }
}
