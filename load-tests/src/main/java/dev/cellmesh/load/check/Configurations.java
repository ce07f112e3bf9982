package dev.cellmesh.load.check;

import java.util.Arrays;

/** Which configurations has the search seen? Exact, since a mere hash could declare a right history wrong. */
final class Configurations {
    private static final int SLOTS_MIN = 1 << 8;

    private long[][] slots = new long[SLOTS_MIN][];
    private int size;

    int size() {
        return size;
    }

    /** Whether it is new; the array is kept. */
    boolean add(long[] configuration) {
        if (size * 2 >= slots.length) {
            long[][] old = slots;
            slots = new long[old.length * 2][];
            for (long[] kept : old) {
                if (kept != null) {
                    slots[slotOf(kept)] = kept;
                }
            }
        }
        int slot = slotOf(configuration);
        if (slots[slot] != null) {
            return false;
        }
        slots[slot] = configuration;
        size++;
        return true;
    }

    private int slotOf(long[] configuration) {
        long hash = 0;
        for (long word : configuration) {
            // The finishing steps of SplitMix64, so that neighbouring numbers part.
            hash = (hash ^ word) * 0xbf58476d1ce4e5b9L;
            hash ^= hash >>> 29;
        }
        int mask = slots.length - 1;
        int slot = (int) (hash ^ hash >>> 32) & mask;
        while (slots[slot] != null && !Arrays.equals(slots[slot], configuration)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
