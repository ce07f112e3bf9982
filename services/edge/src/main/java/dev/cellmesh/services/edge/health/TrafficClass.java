package dev.cellmesh.services.edge.health;

/**
 * Which requests take about the same time, so that one may be called slow beside another? A write that waits for another region
 * says nothing about a read from a local copy.
 */
public enum TrafficClass {
    /** Served where the rows are written: strong reads, and all reads of which nothing better is known. */
    STRONG_READ(0, true),
    /** Served from the nearest copy, when that will do. */
    WEAKER_READ(1, true),
    /** Acknowledged by one region alone. */
    LOCAL_WRITE(2, false),
    /** Acknowledged by a majority of regions, and all writes of which nothing better is known. */
    QUORUM_WRITE(3, false),
    /** Acknowledged by all regions. */
    GLOBAL_WRITE(4, false);

    static final int COUNT = 5;

    private final int number;
    private final boolean read;

    TrafficClass(int number, boolean read) {
        this.number = number;
        this.read = read;
    }

    /** From 0. */
    int number() {
        return number;
    }

    /** Whether it has no effect, so that it may find out what a cell does with it. */
    public boolean isRead() {
        return read;
    }
}
