package dev.cellmesh.load.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * One of several generators' part of a schedule: every n-th arrival. All parts together are the whole, arrival by arrival, for
 * every model: constant gaps stay constant, a Poisson process stays one, a trace is sent once. Rates divided by n would
 * not do that: n generators at 1/n of a constant rate fire n requests at the same moment.
 *
 * @param number of this part, from 0
 * @param seed of the whole, the same for all parts, whatever seed the generator has
 */
public record Share(OpenModel whole, int number, int parts, long seed) implements OpenModel {
    public static final int PARTS_MAX = 100;

    public Share {
        if (parts < 1 || parts > PARTS_MAX || number < 0 || number >= parts) {
            throw new IllegalArgumentException("there is no part " + number + " of " + parts);
        }
    }

    @Override
    public Duration duration() {
        return whole.duration();
    }

    @Override
    public Arrivals arrivals(long ignored) {
        Arrivals all = whole.arrivals(seed);
        return new Arrivals() {
            private int skip = number;

            @Override
            public long nextNanos() {
                for (int i = 0; i < skip; i++) {
                    all.nextNanos();
                }
                skip = parts - 1;
                return all.nextNanos();
            }

            @Override
            public Optional<String> operation() {
                return all.operation();
            }
        };
    }

    @Override
    public double ratePerSecond(long offsetNanos) {
        return whole.ratePerSecond(offsetNanos) / parts;
    }

    @Override
    public String describe() {
        return "part " + (number + 1) + " of " + parts + " of " + whole.describe();
    }
}
