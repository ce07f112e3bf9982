package dev.cellmesh.load.operation;

import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.Vertx;

/** Which workload does a scenario describe? */
public final class Workloads {
    private Workloads() {}

    /**
     * @param seed decides what is asked for
     * @throws IllegalArgumentException with a message for a person when an operation's settings make no sense
     */
    public static Workload of(Scenario scenario, Vertx vertx, long seed) {
        if (scenario.operations().isEmpty()) {
            throw new IllegalArgumentException("a scenario needs operations");
        }
        throw new UnsupportedOperationException("not yet");
    }
}
