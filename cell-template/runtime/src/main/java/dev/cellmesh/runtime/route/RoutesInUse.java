package dev.cellmesh.runtime.route;

import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By which routes was sent what is still on its way? Requests are counted by the epoch of the routes that they began with; once the
 * oldest epoch in use has passed that of a change, nothing that does not know of the change can reach a cell any more.
 * Epoch-based reclamation, as in Fraser, "Practical lock-freedom" (2004), section 5.2.3, with routes for memory. Used on one event
 * loop only.
 */
public final class RoutesInUse {
    /** One request's hold on the routes that it began with. */
    public final class Use {
        private final long epoch;
        private boolean ended;

        private Use(long epoch) {
            this.epoch = epoch;
        }

        /** Lets go of them; a second time does nothing. */
        public void end() {
            if (!ended) {
                ended = true;
                requests.computeIfPresent(epoch, (of, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /** How many of each epoch. No more entries than epochs come within the longest deadline of a request. */
    private final SortedMap<Long, Long> requests = new TreeMap<>();

    /** @param epoch of the routes that the request goes by; older ones than of others when it had to wait before it could begin */
    public Use begin(long epoch) {
        requests.merge(epoch, 1L, Long::sum);
        return new Use(epoch);
    }

    /** Empty when nothing is on its way. */
    public OptionalLong oldest() {
        return requests.isEmpty() ? OptionalLong.empty() : OptionalLong.of(requests.firstKey());
    }
}
