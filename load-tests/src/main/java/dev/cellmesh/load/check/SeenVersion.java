package dev.cellmesh.load.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which writes does an answer show? Read from its entity tag: a number, {@code "5"}, where one region writes; a count for each
 * region, {@code "europe-west1:2,us-east1:7"}, where every region does. One shows all that another shows when none of its counts
 * is smaller. One instance numbers the regions of one run; one thread uses it.
 */
public final class SeenVersion {
    private static final long[] NONE = {};

    private final Map<String, Integer> places = new HashMap<>();

    /** Of an entity that is not there yet: no write at all. */
    public static long[] none() {
        return NONE;
    }

    /** @throws IllegalArgumentException when it is neither */
    public long[] parse(String entityTag) {
        String text = entityTag.startsWith("\"") ? entityTag.substring(1, entityTag.length() - 1) : entityTag;
        if (text.isEmpty()) {
            return NONE;
        }
        long[] counts = NONE;
        for (String part : text.split(",", -1)) {
            int colon = part.lastIndexOf(':');
            String place = colon < 0 ? "" : part.substring(0, colon);
            int index = places.computeIfAbsent(place, name -> places.size());
            if (index >= counts.length) {
                counts = Arrays.copyOf(counts, index + 1);
            }
            counts[index] = Long.parseLong(part, colon + 1, part.length(), 10);
        }
        return counts;
    }

    /** The count of that region alone. */
    public long[] parse(String entityTag, String region) {
        long[] all = parse(entityTag);
        Integer place = places.get(region);
        if (place == null || place >= all.length) {
            return NONE;
        }
        long[] one = new long[place + 1];
        one[place] = all[place];
        return one;
    }

    static boolean covers(long[] shown, long[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] > (i < shown.length ? shown[i] : 0)) {
                return false;
            }
        }
        return true;
    }

    static long[] merge(long[] one, long[] other) {
        long[] merged = Arrays.copyOf(one, Math.max(one.length, other.length));
        for (int i = 0; i < other.length; i++) {
            merged[i] = Math.max(merged[i], other[i]);
        }
        return merged;
    }
}
