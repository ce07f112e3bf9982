package dev.cellmesh.load.schedule;

import java.time.Duration;

/** A rate that rises or falls evenly from one value to another; one of them may be 0. */
public record Ramp(double fromPerSecond, double toPerSecond, Duration duration) implements OpenModel {
    public Ramp {
        Rates.checkRateOrNone(fromPerSecond);
        Rates.checkRateOrNone(toPerSecond);
        Rates.checkRate(Math.max(fromPerSecond, toPerSecond));
        Rates.checkDuration(duration);
    }

    @Override
    public Arrivals arrivals(long seed) {
        return segments().arrivals();
    }

    @Override
    public double ratePerSecond(long offsetNanos) {
        return segments().ratePerSecond(offsetNanos);
    }

    @Override
    public String describe() {
        return "ramp from " + Rates.rate(fromPerSecond) + " to " + Rates.rate(toPerSecond) + " over "
                + Rates.seconds(duration);
    }

    private Segments segments() {
        return new Segments().then(fromPerSecond, toPerSecond, duration);
    }
}
