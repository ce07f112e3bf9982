package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What did clients do, and what became of it? Operations in the order of their ends, in columns of numbers: {@value #ACT_BYTES}
 * bytes each, so that the 900,000 of half an hour at 500 a second take 52 MB. One thread records; afterwards any one may read.
 */
public final class History {
    /** Stands for the value of what is not there. */
    public static final long NOTHING = Long.MIN_VALUE;

    /** An hour at 1,000 a second and some, in about 240 MB. */
    public static final int ACTS_MAX = 4_000_000;

    static final int ACT_BYTES = 58;

    private static final List<Event.Type> TYPES = List.of(Event.Type.values());
    private static final List<Function> FUNCTIONS = List.of(Function.values());
    private static final int TYPE_BITS = 2;
    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;

    private final int actsMax;
    private final Map<String, Integer> keyNumbers = new HashMap<>();
    private final List<String> keys = new ArrayList<>();
    private final LongColumn process = new LongColumn();
    /** Function and end in one. */
    private final IntColumn kind = new IntColumn();

    private final IntColumn key = new IntColumn();
    private final LongColumn expected = new LongColumn();
    private final LongColumn value = new LongColumn();
    private final LongColumn invoked = new LongColumn();
    private final LongColumn ended = new LongColumn();
    private final LongColumn number = new LongColumn();
    private long left;

    public History() {
        this(ACTS_MAX);
    }

    History(int actsMax) {
        this.actsMax = actsMax;
    }

    /** Its place; -1 when there is no room, which {@link #leftOut} counts. */
    public int add(Act act) {
        if (kind.size() == actsMax) {
            left++;
            return -1;
        }
        process.add(act.process());
        kind.add((code(act.function()) << TYPE_BITS) | code(act.end()));
        key.add(numberOf(act.key()));
        expected.add(act.expected());
        value.add(act.value());
        invoked.add(act.invokedNanos());
        ended.add(act.endedNanos());
        number.add(act.number());
        return kind.size() - 1;
    }

    private static int code(Function function) {
        return FUNCTIONS.indexOf(function);
    }

    private static int code(Event.Type end) {
        return TYPES.indexOf(end);
    }

    private int numberOf(String name) {
        Integer known = keyNumbers.get(name);
        if (known != null) {
            return known;
        }
        keyNumbers.put(name, keys.size());
        keys.add(name);
        return keys.size() - 1;
    }

    /** What was unknown is known by now. Nothing but that changes: when it took effect lies between its two times. */
    public void settle(int index, Event.Type end, long endedNanos) {
        kind.set(index, (kind.get(index) & ~TYPE_MASK) | code(end));
        ended.set(index, endedNanos);
    }

    public int size() {
        return kind.size();
    }

    /** Operations for which there was no room. A history that lacks some proves nothing. */
    public long leftOut() {
        return left;
    }

    public Act get(int index) {
        return new Act(
                process.get(index),
                function(index),
                keys.get(key.get(index)),
                expected.get(index),
                value.get(index),
                end(index),
                invoked.get(index),
                ended.get(index),
                number.get(index));
    }

    public List<String> keys() {
        return List.copyOf(keys);
    }

    int keyNumber(int index) {
        return key.get(index);
    }

    Function function(int index) {
        return FUNCTIONS.get(kind.get(index) >> TYPE_BITS);
    }

    Event.Type end(int index) {
        return TYPES.get(kind.get(index) & TYPE_MASK);
    }

    long value(int index) {
        return value.get(index);
    }

    long process(int index) {
        return process.get(index);
    }

    long invokedNanos(int index) {
        return invoked.get(index);
    }

    long endedNanos(int index) {
        return ended.get(index);
    }

    /** The places of each key's operations, by the key's number. */
    int[][] byKey() {
        int[] counts = new int[keys.size()];
        for (int i = 0; i < size(); i++) {
            counts[key.get(i)]++;
        }
        int[][] places = new int[keys.size()][];
        for (int k = 0; k < places.length; k++) {
            places[k] = new int[counts[k]];
        }
        int[] filled = new int[keys.size()];
        for (int i = 0; i < size(); i++) {
            int k = key.get(i);
            places[k][filled[k]++] = i;
        }
        return places;
    }
}
