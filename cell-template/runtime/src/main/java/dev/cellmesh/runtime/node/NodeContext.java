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
 */
public record NodeContext(
        NodeConfig config,
        MeterRegistry meters,
        LongSupplier nanoClock,
        InstantSource wallClock,
        RandomGenerator random) {}
