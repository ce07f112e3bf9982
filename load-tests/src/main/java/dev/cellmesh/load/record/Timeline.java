package dev.cellmesh.load.record;

import dev.cellmesh.load.record.Recording.Measured;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was measured when, within a bound of memory? When it takes more than its bound, two neighbouring intervals become one
 * until it does not: an old run gets coarser, and loses no sample. One thread at a time.
 */
final class Timeline {
    private final long bytesMax;
    private final SortedMap<Long, Map<Recording.Key, Measured>> intervals = new TreeMap<>();
    private long intervalNanos;
    private long bytes;

    Timeline(long intervalNanos, long bytesMax) {
        this.intervalNanos = intervalNanos;
        this.bytesMax = bytesMax;
    }

    long intervalNanos() {
        return intervalNanos;
    }

    /** Of the interval that holds this moment, from the run's start; before the start counts as its beginning. */
    long startOf(long offsetNanos) {
        return Math.max(0, offsetNanos) / intervalNanos * intervalNanos;
    }

    /** The map that was handed out before stays as it is. */
    void add(long startOffsetNanos, Map<Recording.Key, Measured> more) {
        Map<Recording.Key, Measured> before = intervals.getOrDefault(startOffsetNanos, Map.of());
        Map<Recording.Key, Measured> after = new HashMap<>(before);
        more.forEach((key, measured) -> after.merge(key, measured, Measured::plus));
        bytes += bytesOf(after) - bytesOf(before);
        intervals.put(startOffsetNanos, Map.copyOf(after));
        while (bytes > bytesMax && intervals.size() > 1) {
            coarsen();
        }
    }

    SortedMap<Long, Map<Recording.Key, Measured>> copy() {
        return new TreeMap<>(intervals);
    }

    Map<Recording.Key, Measured> at(long startOffsetNanos) {
        return intervals.getOrDefault(startOffsetNanos, Map.of());
    }

    private void coarsen() {
        SortedMap<Long, Map<Recording.Key, Measured>> coarser = coarsened(intervals, intervalNanos * 2);
        intervals.clear();
        intervals.putAll(coarser);
        intervalNanos *= 2;
        bytes = intervals.values().stream().mapToLong(Timeline::bytesOf).sum();
    }

    private static long bytesOf(Map<Recording.Key, Measured> interval) {
        return interval.values().stream().mapToLong(Measured::bytes).sum();
    }

    /** The same in longer intervals. */
    static SortedMap<Long, Map<Recording.Key, Measured>> coarsened(
            SortedMap<Long, Map<Recording.Key, Measured>> intervals, long intervalNanos) {
        SortedMap<Long, Map<Recording.Key, Measured>> coarser = new TreeMap<>();
        intervals.forEach((offset, interval) -> {
            Map<Recording.Key, Measured> into =
                    coarser.computeIfAbsent(offset / intervalNanos * intervalNanos, any -> new HashMap<>());
            interval.forEach((key, measured) -> into.merge(key, measured, Measured::plus));
        });
        coarser.replaceAll((offset, interval) -> Map.copyOf(interval));
        return coarser;
    }
}
