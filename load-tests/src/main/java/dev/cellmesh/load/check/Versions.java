package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Is every acknowledged write of a versioned entity still there? Each says which version it replaced ({@code If-Match}) and which
 * one it made, so that all of them form one chain: two that replaced the same version have lost one of the two. Reads, and at the
 * end the entity itself, must show what the chain says. One thread records.
 */
public final class Versions {
    public static final String NAME = "lost-updates";

    private final History history;
    private final LongColumn base = new LongColumn();
    private final LongColumn version = new LongColumn();
    private final Map<String, Long> opening = new HashMap<>();
    private final Map<String, Shown> last = new HashMap<>();

    /** An entity as it was seen. */
    private record Shown(long version, long value) {}

    /** One acknowledged write. */
    private record Link(int index, long base, long version, long value, long atNanos) {}

    public Versions() {
        this(new History());
    }

    Versions(History history) {
        this.history = history;
    }

    public History history() {
        return history;
    }

    /** An entity is there; what this run does to it starts from that version. */
    public void opened(String key, long firstVersion) {
        opening.put(key, firstVersion);
    }

    /**
     * @param replaced of {@code If-Match}; for reads the version read
     * @param made as the answer says; for reads the version read; 0 when there was no answer
     * @return its place, for {@link #settle}; -1 when there was no room
     */
    public int add(Act act, long replaced, long made) {
        int index = history.add(act);
        if (index >= 0) {
            base.add(replaced);
            version.add(made);
        }
        return index;
    }

    public void settle(int index, Event.Type end, long endedNanos, long made) {
        history.settle(index, end, endedNanos);
        version.set(index, made);
    }

    /** What the entity is when all is over. */
    public void ended(String key, long lastVersion, long value) {
        last.put(key, new Shown(lastVersion, value));
    }

    public Finding check() {
        Violations violations = new Violations();
        if (history.leftOut() > 0) {
            return violations.finding(NAME, Notes.leftOut(history));
        }
        List<String> unread = new ArrayList<>();
        for (int[] places : history.byKey()) {
            String key = history.keys().get(history.keyNumber(places[0]));
            List<Link> chain = chain(places);
            violations.judged(chain.size());
            checkChain(key, chain, violations);
            checkReads(key, chain, places, violations);
            Shown end = last.get(key);
            if (end == null) {
                unread.add(key);
            } else {
                checkEnd(key, chain, end, places, violations);
            }
        }
        String note = unread.isEmpty()
                ? ""
                : "undecided: the end of " + unread.size() + " entities was not read: " + Notes.some(unread);
        return violations.finding(NAME, note);
    }

    private List<Link> chain(int[] places) {
        List<Link> chain = new ArrayList<>();
        for (int index : places) {
            if (history.end(index) == Event.Type.OK && history.function(index) != Function.READ) {
                chain.add(new Link(
                        index, base.get(index), version.get(index), history.value(index), history.endedNanos(index)));
            }
        }
        chain.sort(Comparator.comparingLong(Link::base).thenComparingLong(Link::version));
        return chain;
    }

    private void checkChain(String key, List<Link> chain, Violations violations) {
        Link before = null;
        for (Link link : chain) {
            Link previous = before;
            if (link.version() <= link.base()) {
                violations.add(link.atNanos(), () -> key + ": " + describe(link) + " made no newer version");
            }
            if (previous != null && previous.base() == link.base()) {
                violations.add(
                        link.atNanos(),
                        () -> key + ": one update is lost, both replaced version " + link.base() + ": "
                                + describe(previous) + "; " + describe(link));
            } else if (previous != null && previous.version() > link.base()) {
                violations.add(
                        link.atNanos(),
                        () -> key + ": " + describe(link) + " replaced an older version than there was: "
                                + describe(previous));
            }
            before = link;
        }
    }

    private void checkReads(String key, List<Link> chain, int[] places, Violations violations) {
        Map<Long, Link> made = new HashMap<>();
        chain.forEach(link -> made.put(link.version(), link));
        for (int index : places) {
            if (history.function(index) == Function.READ && history.end(index) == Event.Type.OK) {
                Link link = made.get(version.get(index));
                if (link != null && link.value() != history.value(index)) {
                    violations.add(
                            history.endedNanos(index),
                            () -> key + ": " + describe(link) + ", and that version was read as "
                                    + history.value(index));
                }
            }
        }
    }

    private void checkEnd(String key, List<Link> chain, Shown end, int[] places, Violations violations) {
        long first = opening.getOrDefault(key, 1L);
        long newest = chain.stream().mapToLong(Link::version).max().orElse(first);
        if (end.version() < newest) {
            violations.add(
                    Long.MAX_VALUE,
                    () -> key + ": version " + newest + " was acknowledged, and in the end there is version "
                            + end.version());
            return;
        }
        for (Link link : chain) {
            if (link.version() == end.version() && link.value() != end.value()) {
                violations.add(
                        link.atNanos(),
                        () -> key + ": " + describe(link) + ", and in the end that version holds " + end.value());
            }
        }
        long unknown = 0;
        for (int index : places) {
            boolean isWrite = history.function(index) != Function.READ;
            unknown += isWrite && history.end(index) == Event.Type.INFO ? 1 : 0;
        }
        long unexplained = end.version() - first - chain.size() - unknown;
        if (unexplained > 0) {
            long open = unknown;
            violations.add(
                    Long.MAX_VALUE,
                    () -> key + ": it went from version " + first + " to " + end.version() + " by " + chain.size()
                            + " acknowledged and " + open + " unknown writes: " + unexplained
                            + " happened that nobody asked for, or twice");
        }
    }

    private String describe(Link link) {
        return history.get(link.index()).describe() + " made version " + link.version() + " of " + link.base();
    }
}
