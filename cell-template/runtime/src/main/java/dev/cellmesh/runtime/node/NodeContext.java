package dev.cellmesh.runtime.node;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What is a node made with?
 *
 * @param nanoClock monotonic, for durations and deadlines
 * @param wallClock for time stamps that people and other nodes see
 * @param random for ids and jitter
 * @param crash ends the node at once, with everything it was doing, as a bug would: see {@link Weakness#POISON}. May be called on
 *     the node's own event loop
 */
public record NodeContext(
        NodeConfig config,
        MeterRegistry meters,
        LongSupplier nanoClock,
        InstantSource wallClock,
        RandomGenerator random,
        Runnable crash) {
    /** Of a node that cannot crash by itself. */
    public NodeContext(
            NodeConfig config,
            MeterRegistry meters,
            LongSupplier nanoClock,
            InstantSource wallClock,
            RandomGenerator random) {
        this(config, meters, nanoClock, wallClock, random, () -> {
            throw new IllegalStateException(config.id() + " was made without a way to crash");
        });
    }
}
