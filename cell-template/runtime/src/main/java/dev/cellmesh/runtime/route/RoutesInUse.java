package dev.cellmesh.runtime.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * By which routes was sent what is still on its way? Requests are counted by the epoch of the routes that they began with; once the
 * oldest epoch in use has passed that of a change, nothing that does not know of the change can reach a cell any more.
 * Epoch-based reclamation, as in Fraser, "Practical lock-freedom" (2004), section 5.2.3, with routes for memory. Used on one event
 * loop only.
 */
public final class RoutesInUse {
    /** One request's hold on the routes that it began with. */
    public static final class Use {
        private final Generation generation;
        private boolean ended;

        private Use(Generation generation) {
            this.generation = generation;
        }

        /** Lets go of them; a second time does nothing. */
        public void end() {
            if (!ended) {
                ended = true;
                generation.requests--;
            }
        }
    }

    private static final class Generation {
        private final long epoch;
        private long requests;

        private Generation(long epoch) {
            this.epoch = epoch;
        }
    }

    /** In the order in which they were first used. No longer than epochs come within the longest deadline of a request. */
    private final Deque<Generation> generations = new ArrayDeque<>();

    /** @param epoch of the routes in force, which never goes down */
    public Use begin(long epoch) {
        Generation newest = generations.peekLast();
        if (newest == null || newest.epoch != epoch) {
            forgetEnded();
            newest = new Generation(epoch);
            generations.addLast(newest);
        }
        newest.requests++;
        return new Use(newest);
    }

    /** Empty when nothing is on its way. */
    public OptionalLong oldest() {
        forgetEnded();
        return generations.isEmpty() ? OptionalLong.empty() : OptionalLong.of(generations.getFirst().epoch);
    }

    private void forgetEnded() {
        while (!generations.isEmpty() && generations.getFirst().requests == 0) {
            generations.removeFirst();
        }
    }
}
