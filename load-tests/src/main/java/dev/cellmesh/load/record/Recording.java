package dev.cellmesh.load.record;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What was measured, whole: the merge of all intervals of all generators. Values of latency, service and lag are
 * nanoseconds, of staleness milliseconds.
 *
 * @param cells one for each series, outcome and status
 * @param timeline one for each interval, in the order of time
 * @param intervalNanos length of an interval
 */
public record Recording(
        Map<Key, Measured> cells,
        SortedMap<Long, Map<Key, Measured>> timeline,
        long intervalNanos,
        Generator generator) {

    public record Key(Series series, Outcome outcome, int status) {}

    /** @param attempts sendings, retries included */
    public record Measured(
            Histogram latency, Histogram service, Histogram lag, Histogram staleness, long requests, long attempts) {}

    /**
     * What the generators did and failed to do.
     *
     * @param intended arrivals of the schedules
     * @param late sent, but more than a millisecond after their time
     * @param dropped never sent although their time had come; more than 0 fails the run
     * @param waitedForConnection found no free connection when their time came, and waited
     * @param generators how many
     */
    public record Generator(long intended, long late, long dropped, long waitedForConnection, int generators) {}

    public static Recording empty(long intervalNanos) {
        return new Recording(Map.of(), new TreeMap<>(), intervalNanos, new Generator(0, 0, 0, 0, 0));
    }
}
