package dev.cellmesh.runtime.admission;

/** How many requests may a cell work on at once? Used on one event loop only. */
interface ConcurrencyLimit {
    /** As of now; at least 1. */
    int current();

    /** Learns from a request that is done. */
    void learn(Sample sample);

    /** Learns that somebody found no room: all that a class or this service may use of the limit is used. */
    void reached(String service);

    /**
     * One request that did what it was admitted for: it asked a database.
     *
     * @param service whose operation it was
     * @param way by which it went, so that likes are compared with likes
     * @param beganNanos when it was admitted, on the node's monotonic clock
     * @param tookNanos from then to its answer
     * @param inFlight requests of the cell, it among them, when it was admitted
     * @param ofService how many of these were of its service
     * @param failed whether time or room ran out for it: what it took then says nothing
     */
    record Sample(
            String service, Way way, long beganNanos, long tookNanos, int inFlight, int ofService, boolean failed) {}

    /**
     * What takes about as long each time, when nothing is in the way?
     *
     * @param dataRegion where the data was; empty when the answer does not say. A strong read from far away takes a hundred times
     *     as long as a local one of the same operation, and is not slow
     */
    record Way(String operationId, String dataRegion) {}

    /** Of a cell that does without. */
    ConcurrencyLimit NONE = new ConcurrencyLimit() {
        @Override
        public int current() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void learn(Sample sample) {
            // It has nothing to adapt.
        }

        @Override
        public void reached(String service) {
            // As above.
        }
    };
}
