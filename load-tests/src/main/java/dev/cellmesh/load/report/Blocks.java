package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Counts;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Quantity;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recording.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What happened to some requests in each stretch of a run? Neighbouring seconds resemble each other, so resampling moves whole
 * stretches: of n intervals, n^(1/3) make one, the length at which the error of a block bootstrap shrinks fastest (Hall,
 * Horowitz and Jing, Biometrika 82, 1995). The intervals in which nothing ended count, too.
 */
record Blocks(List<Block> all) {
    /**
     * @param latency from the intended start
     * @param seconds its length
     */
    record Block(Counts latency, long requests, long successes, long errors, double seconds) {}

    static Blocks of(Recording recording, Predicate<Recording.Key> counted) {
        long step = recording.intervalNanos();
        long first = Long.MAX_VALUE;
        long last = -1;
        for (Map.Entry<Long, Map<Recording.Key, Measured>> interval :
                recording.timeline().entrySet()) {
            if (interval.getValue().keySet().stream().anyMatch(counted)) {
                first = Math.min(first, interval.getKey());
                last = interval.getKey();
            }
        }
        if (last < 0) {
            return new Blocks(List.of());
        }
        int intervals = Math.toIntExact((last - first) / step) + 1;
        int length = (int) Math.ceil(Math.cbrt(intervals));
        List<Block> blocks = new ArrayList<>();
        // What is left at the end is shorter than a block, and left out.
        for (int at = 0; at + length <= intervals; at += length) {
            long from = first + at * step;
            blocks.add(block(recording, counted, from, from + length * step));
        }
        return new Blocks(blocks);
    }

    private static Block block(Recording recording, Predicate<Recording.Key> counted, long from, long to) {
        Counts latency = Counts.NONE;
        long requests = 0;
        long successes = 0;
        long errors = 0;
        for (Map<Recording.Key, Measured> interval :
                recording.timeline().subMap(from, to).values()) {
            for (Map.Entry<Recording.Key, Measured> each : interval.entrySet()) {
                if (counted.test(each.getKey())) {
                    Measured measured = each.getValue();
                    latency = latency.plus(measured.counts(Quantity.LATENCY));
                    requests += measured.requests();
                    Outcome outcome = each.getKey().outcome();
                    successes += outcome == Outcome.SUCCESS ? measured.requests() : 0;
                    errors += outcome.isError() ? measured.requests() : 0;
                }
            }
        }
        return new Block(latency, requests, successes, errors, (to - from) / 1e9);
    }

    int size() {
        return all.size();
    }

    long requests() {
        return all.stream().mapToLong(Block::requests).sum();
    }
}
