package dev.cellmesh.load.verdict;

import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recording.Measured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * During which intervals did a set of phases run? From the first to the last in which one of its requests ended, those between
 * included in which nothing did: a server that is silent for ten seconds was measured for ten seconds.
 *
 * @param runs stretches without a gap, in the order of time; each is offsets of intervals
 */
record Spans(List<List<Long>> runs, long intervalNanos) {
    /** So that what is left after the two ends are cut off is at least one interval. */
    private static final int CUT_FROM = 3;

    static Spans of(Recording recording, Set<String> phases) {
        Map<String, long[]> ends = new HashMap<>();
        for (Map.Entry<Long, Map<Recording.Key, Measured>> interval :
                recording.timeline().entrySet()) {
            Set<String> here = new HashSet<>();
            interval.getValue().keySet().forEach(key -> here.add(key.series().phase()));
            here.retainAll(phases);
            for (String phase : here) {
                long offset = interval.getKey();
                long[] end = ends.computeIfAbsent(phase, any -> new long[] {offset, offset});
                end[1] = offset;
            }
        }
        TreeSet<Long> offsets = new TreeSet<>();
        for (long[] end : ends.values()) {
            for (long offset = end[0]; offset <= end[1]; offset += recording.intervalNanos()) {
                offsets.add(offset);
            }
        }
        List<List<Long>> runs = new ArrayList<>();
        for (long offset : offsets) {
            if (runs.isEmpty() || runs.getLast().getLast() + recording.intervalNanos() != offset) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(offset);
        }
        return new Spans(List.copyOf(runs), recording.intervalNanos());
    }

    /**
     * Without the first and the last interval of each stretch, in which load began and ended at some moment: a rate counted over
     * them would be too low. A stretch that is too short for that is left as it is.
     */
    Spans whole() {
        return new Spans(
                runs.stream()
                        .map(run -> run.size() < CUT_FROM ? run : run.subList(1, run.size() - 1))
                        .toList(),
                intervalNanos);
    }
}
