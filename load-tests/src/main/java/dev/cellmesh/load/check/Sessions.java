package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Did users see what they had written, and never less than before? A session is one user with the token that its requests hand on.
 * What a request must show is what its session knew when the request was made, so that two at once ask nothing of each other.
 * One thread records.
 */
public final class Sessions {
    public static final String READ_YOUR_WRITES = "read-your-writes";
    public static final String MONOTONIC_READS = "monotonic-reads";

    /**
     * What a read promises its session.
     *
     * @param ownWrites whether it shows what the session has written
     * @param earlierReads whether it shows what the session has read
     * @param isKnown whether the session's later requests carry what this read has seen
     */
    public record Promise(boolean ownWrites, boolean earlierReads, boolean isKnown) {
        /** Of writes, and of reads that promise nothing. */
        public static final Promise NONE = new Promise(false, false, false);

        private static final int OWN_WRITES = 1;
        private static final int EARLIER_READS = 2;
        private static final int KNOWN = 4;

        private int bits() {
            return (ownWrites ? OWN_WRITES : 0) | (earlierReads ? EARLIER_READS : 0) | (isKnown ? KNOWN : 0);
        }
    }

    private final History history;
    private final IntColumn session = new IntColumn();
    /** How long the history was when the request was made. */
    private final IntColumn madeAt = new IntColumn();

    private final IntColumn seenFrom = new IntColumn();
    private final IntColumn promises = new IntColumn();
    private final LongColumn seen = new LongColumn();

    public Sessions() {
        this(new History());
    }

    Sessions(History history) {
        this.history = history;
    }

    public History history() {
        return history;
    }

    /** To be handed to {@link #add} with what becomes of a request that is made now. */
    public int now() {
        return history.size();
    }

    /**
     * @param madeAt what {@link #now} said when the request was made
     * @param counts the writes that the answer shows; of a write, its own included
     */
    public void add(int sessionNumber, int madeAt, Act act, long[] counts, Promise promise) {
        if (history.add(act) < 0) {
            return;
        }
        session.add(sessionNumber);
        this.madeAt.add(madeAt);
        promises.add(promise.bits());
        seenFrom.add(seen.size());
        for (long count : counts) {
            seen.add(count);
        }
    }

    private long[] counts(int index) {
        int from = seenFrom.get(index);
        int to = index + 1 < history.size() ? seenFrom.get(index + 1) : seen.size();
        long[] counts = new long[to - from];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = seen.get(from + i);
        }
        return counts;
    }

    public Finding readYourWrites() {
        return check(READ_YOUR_WRITES, Promise.OWN_WRITES, "had written");
    }

    public Finding monotonicReads() {
        return check(MONOTONIC_READS, Promise.EARLIER_READS, "had read");
    }

    private Finding check(String name, int promise, String verb) {
        Violations violations = new Violations();
        if (history.leftOut() > 0) {
            return violations.finding(name, Notes.leftOut(history));
        }
        for (int[] places : bySession()) {
            Map<Integer, Known> knownOfKey = new HashMap<>();
            for (int index : places) {
                if (history.end(index) != Event.Type.OK) {
                    continue;
                }
                Known known = knownOfKey.computeIfAbsent(history.keyNumber(index), key -> new Known());
                long[] counts = counts(index);
                if ((promises.get(index) & promise) != 0) {
                    int before = known.lastBefore(madeAt.get(index));
                    if (before >= 0) {
                        violations.judged(1);
                        long[] wanted = known.merged.get(before);
                        if (!SeenVersion.covers(counts, wanted)) {
                            int earlier = known.places.get(before);
                            violations.add(
                                    history.endedNanos(index), () -> describe(index, counts, verb, earlier, wanted));
                        }
                    }
                }
                if (teaches(index, promise)) {
                    known.learn(index, counts);
                }
            }
        }
        return violations.finding(name, "");
    }

    /** Writes oblige reads to show them; of reads only those do that promise the same, and whose token was kept. */
    private boolean teaches(int index, int promise) {
        int both = Promise.EARLIER_READS | Promise.KNOWN;
        return promise == Promise.OWN_WRITES
                ? history.function(index) != Function.READ
                : (promises.get(index) & both) == both;
    }

    private String describe(int index, long[] counts, String verb, int earlier, long[] wanted) {
        return history.keys().get(history.keyNumber(index)) + ": session " + session.get(index) + " read "
                + Arrays.toString(counts) + " at " + Act.seconds(history.endedNanos(index)) + ", and " + verb + " "
                + Arrays.toString(wanted) + " at " + Act.seconds(history.endedNanos(earlier))
                + " (writes shown, by region)";
    }

    /** What a session knew of one key after each operation that taught it something. */
    private static final class Known {
        final List<Integer> places = new ArrayList<>();
        final List<long[]> merged = new ArrayList<>();

        void learn(int index, long[] counts) {
            merged.add(merged.isEmpty() ? counts : SeenVersion.merge(merged.getLast(), counts));
            places.add(index);
        }

        /** -1 when it knew nothing yet. */
        int lastBefore(int madeAt) {
            int last = places.size() - 1;
            while (last >= 0 && places.get(last) >= madeAt) {
                last--;
            }
            return last;
        }
    }

    private int[][] bySession() {
        int sessions = 0;
        for (int i = 0; i < session.size(); i++) {
            sessions = Math.max(sessions, session.get(i) + 1);
        }
        int[] counts = new int[sessions];
        for (int i = 0; i < session.size(); i++) {
            counts[session.get(i)]++;
        }
        int[][] places = new int[sessions][];
        for (int s = 0; s < sessions; s++) {
            places[s] = new int[counts[s]];
        }
        int[] filled = new int[sessions];
        for (int i = 0; i < session.size(); i++) {
            int s = session.get(i);
            places[s][filled[s]++] = i;
        }
        return places;
    }
}
