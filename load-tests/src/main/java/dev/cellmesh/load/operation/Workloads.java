package dev.cellmesh.load.operation;

import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;

/** Which workload does a scenario describe? */
public final class Workloads {
    private static final int RADIX = Character.MAX_RADIX;
    private static final long SALTS = 1L << 20;

    private Workloads() {}

    /**
     * What is asked for is decided by the seeded randomness of each turn; keys and names are new in every run, so that no run
     * replays the answers of another one.
     *
     * @param seed of the run
     * @throws IllegalArgumentException with a message for a person when an operation's settings make no sense
     */
    public static Workload of(Scenario scenario, Vertx vertx, long seed) {
        // Agents of one run start at the same moment with different seeds, or on different machines with the same.
        long salt = new SplittableRandom(System.nanoTime() ^ seed).nextLong(SALTS);
        String run = Long.toString(System.currentTimeMillis(), RADIX) + Long.toString(salt, RADIX);
        return new ScenarioWorkload(scenario, vertx, run);
    }
}
