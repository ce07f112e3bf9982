package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers that are only ever added, without an object each. In chunks, because an array that doubles copies megabytes at a time,
 * and the generator's loop would be late meanwhile. Not for several threads at once.
 */
final class LongColumn {
    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int IN_CHUNK = CHUNK - 1;

    private final List<long[]> chunks = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    void add(long value) {
        if (size == chunks.size() << CHUNK_BITS) {
            chunks.add(new long[CHUNK]);
        }
        chunks.get(size >> CHUNK_BITS)[size & IN_CHUNK] = value;
        size++;
    }

    long get(int index) {
        return chunks.get(index >> CHUNK_BITS)[index & IN_CHUNK];
    }

    void set(int index, long value) {
        chunks.get(index >> CHUNK_BITS)[index & IN_CHUNK] = value;
    }
}
