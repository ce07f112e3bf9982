package dev.cellmesh.load.schedule;

/** Which arrivals come, no matter how the server fares? Immutable; every number is checked when it is made. */
public sealed interface OpenModel extends LoadModel
        permits ConstantRate, Ramp, Steps, Spike, PoissonProcess, Replay, Share {
    /** The same seed gives the same arrivals, on every machine. */
    Arrivals arrivals(long seed);

    /** Requests per second that it means to start around this moment of the phase, 0 from its end on; for reports. */
    double ratePerSecond(long offsetNanos);
}
