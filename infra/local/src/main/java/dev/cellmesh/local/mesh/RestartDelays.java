package dev.cellmesh.local.mesh;

/**
 * How long does a node that ended by itself stay down? The longer, the more often it ends: whatever kills it is most likely
 * still there, and each return gives it something to kill. As the kubelet's back-off, only shorter.
 *
 * @param firstMillis after the first end, and after a long life; each further one doubles it
 * @param maxMillis no delay is longer
 * @param resetMillis a life of so long forgets what was before
 */
record RestartDelays(long firstMillis, long maxMillis, long resetMillis) {
    static final RestartDelays DEFAULT = new RestartDelays(1_000, 60_000, 60_000);

    RestartDelays {
        if (firstMillis < 1 || maxMillis < firstMillis || resetMillis < 1) {
            throw new IllegalArgumentException("delays grow from more than nothing to no less");
        }
    }

    /**
     * @param lastMillis the delay before this life; 0 when there was none
     * @param livedMillis how long this life was
     */
    long nextMillis(long lastMillis, long livedMillis) {
        return lastMillis == 0 || livedMillis >= resetMillis ? firstMillis : Math.min(maxMillis, 2 * lastMillis);
    }
}
