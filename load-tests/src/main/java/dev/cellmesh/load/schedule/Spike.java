package dev.cellmesh.load.schedule;

import java.time.Duration;

/**
 * A constant rate that jumps for a while.
 *
 * @param basePerSecond before and after; may be 0
 * @param at from the start of the phase
 * @param lasts so that it ends within the duration
 */
public record Spike(double basePerSecond, double peakPerSecond, Duration at, Duration lasts, Duration duration)
        implements OpenModel {
    public Spike {
        Rates.checkRateOrNone(basePerSecond);
        Rates.checkRate(peakPerSecond);
        Rates.checkDuration(duration);
        Rates.checkDuration(lasts);
        if (at.isNegative() || at.plus(lasts).compareTo(duration) > 0) {
            throw new IllegalArgumentException("a spike at " + at + " for " + lasts + " is not within " + duration);
        }
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
        return Rates.rate(basePerSecond) + " for " + Rates.seconds(duration) + ", with a spike of "
                + Rates.rate(peakPerSecond) + " from " + Rates.seconds(at) + " for " + Rates.seconds(lasts);
    }

    private Segments segments() {
        Segments segments = new Segments();
        if (!at.isZero()) {
            segments.then(basePerSecond, basePerSecond, at);
        }
        segments.then(peakPerSecond, peakPerSecond, lasts);
        Duration rest = duration.minus(at).minus(lasts);
        if (!rest.isZero()) {
            segments.then(basePerSecond, basePerSecond, rest);
        }
        return segments;
    }
}
