package dev.cellmesh.load.schedule;

import java.time.Duration;

/** Arrivals at equal distances. The n-th comes at n/rate seconds exactly, so that no rounding adds up. */
public record ConstantRate(double perSecond, Duration duration) implements OpenModel {
    public ConstantRate {
        Rates.checkRate(perSecond);
        Rates.checkDuration(duration);
    }

    @Override
    public Arrivals arrivals(long seed) {
        long endNanos = duration.toNanos();
        return new Arrivals() {
            private long number;

            @Override
            public long nextNanos() {
                double at = number++ * 1e9 / perSecond;
                return at < endNanos ? (long) at : END;
            }
        };
    }

    @Override
    public double ratePerSecond(long offsetNanos) {
        return offsetNanos < duration.toNanos() ? perSecond : 0;
    }

    @Override
    public String describe() {
        return Rates.rate(perSecond) + " for " + Rates.seconds(duration);
    }
}
