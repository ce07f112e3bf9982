package dev.cellmesh.runtime.conflict;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was done lately? The least recently used is forgotten; what is forgotten is done once more. */
final class Remembered<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private static final float LOAD_FACTOR = 0.75f;
    private static final int CAPACITY_FIRST = 16;

    private final int most;

    Remembered(int most) {
        super(CAPACITY_FIRST, LOAD_FACTOR, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
