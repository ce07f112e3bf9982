package dev.cellmesh.load.schedule;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Arrivals of many users who know nothing of each other: gaps are exponentially distributed, so that they come in bunches, as
 * real load does, and a server meets its queue. Gaps are made from uniform numbers by inversion (Devroye, Non-Uniform Random
 * Variate Generation, II.2), with {@code StrictMath}, whose last bit is the same on every machine.
 */
public record PoissonProcess(double perSecond, Duration duration) implements OpenModel {
    public PoissonProcess {
        Rates.checkRate(perSecond);
        Rates.checkDuration(duration);
    }

    @Override
    public Arrivals arrivals(long seed) {
        long endNanos = duration.toNanos();
        SplittableRandom random = new SplittableRandom(seed);
        return new Arrivals() {
            private double dueNanos;

            @Override
            public long nextNanos() {
                if (dueNanos < endNanos) {
                    // From (0, 1], because the logarithm of 0 is not finite.
                    dueNanos -= StrictMath.log(1 - random.nextDouble()) * 1e9 / perSecond;
                }
                return dueNanos < endNanos ? (long) dueNanos : END;
            }
        };
    }

    @Override
    public double ratePerSecond(long offsetNanos) {
        return offsetNanos < duration.toNanos() ? perSecond : 0;
    }

    @Override
    public String describe() {
        return "Poisson process of " + Rates.rate(perSecond) + " for " + Rates.seconds(duration);
    }
}
