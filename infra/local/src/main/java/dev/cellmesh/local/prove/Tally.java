package dev.cellmesh.local.prove;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often did each thing happen in a run? Safe for several threads. */
public final class Tally {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    public void count(String what) {
        counts.computeIfAbsent(what, name -> new LongAdder()).increment();
    }

    public long of(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    /** In the order of the names. */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }
}
