package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All that one check has against a run: counted in full, and the first ones in words. */
public final class Violations {
    private final TreeMap<Long, List<String>> earliest = new TreeMap<>();
    private int kept;
    private long count;
    private long checked;

    /** So many operations were judged. */
    public void judged(long operations) {
        checked += operations;
    }

    /** @param words asked for only when they are shown */
    public void add(long atNanos, Supplier<String> words) {
        count++;
        if (kept == Finding.SHOWN_MAX && atNanos >= earliest.lastKey()) {
            return;
        }
        earliest.computeIfAbsent(atNanos, at -> new ArrayList<>()).add(words.get());
        kept++;
        if (kept > Finding.SHOWN_MAX) {
            List<String> last = earliest.lastEntry().getValue();
            last.removeLast();
            kept--;
            if (last.isEmpty()) {
                earliest.pollLastEntry();
            }
        }
    }

    public long count() {
        return count;
    }

    public Finding finding(String check, String note) {
        List<String> shown = earliest.values().stream().flatMap(List::stream).toList();
        return new Finding(check, checked, shown, count, note);
    }
}
