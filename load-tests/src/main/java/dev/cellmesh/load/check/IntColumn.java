package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.List;

/** As {@link LongColumn}, for half the memory. */
final class IntColumn {
    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int IN_CHUNK = CHUNK - 1;

    private final List<int[]> chunks = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    void add(int value) {
        if (size == chunks.size() << CHUNK_BITS) {
            chunks.add(new int[CHUNK]);
        }
        chunks.get(size >> CHUNK_BITS)[size & IN_CHUNK] = value;
        size++;
    }

    int get(int index) {
        return chunks.get(index >> CHUNK_BITS)[index & IN_CHUNK];
    }

    void set(int index, int value) {
        chunks.get(index >> CHUNK_BITS)[index & IN_CHUNK] = value;
    }
}
