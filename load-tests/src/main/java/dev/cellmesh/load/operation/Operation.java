package dev.cellmesh.load.operation;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;

/**
 * What does one kind of request look like, and what follows from its answer? One instance serves one operation of a
 * scenario. Called on the generator's loop alone, so it needs no locks, and must not block.
 */
public interface Operation {
    /** As the scenario calls it. */
    String name();

    /** The next request, ready to be sent; a retry sends the very same again. */
    Turn next(Turn.Who who);

    /** One request in the making. */
    interface Turn {
        PreparedRequest request();

        /**
         * The last sending ended, and no retry follows: remember what the checks and later requests need.
         *
         * @param invokedNanos when it was first sent
         * @param anyUnknown whether an earlier sending ended without a known outcome
         */
        void settled(Reception last, long invokedNanos, boolean anyUnknown);

        /**
         * @param user number of the simulated user; a user does one thing at a time
         * @param intendedNanos when the schedule means the request to start, {@code System.nanoTime}
         * @param random seeded, of this run
         */
        record Who(
                String tenant,
                String region,
                String group,
                long user,
                long intendedNanos,
                java.util.random.RandomGenerator random) {}
    }
}
