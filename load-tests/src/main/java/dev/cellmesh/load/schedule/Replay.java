package dev.cellmesh.load.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * What somebody recorded, sent again at the same distances: {@link Trace} reads it.
 *
 * @param speed 1 as it was; 2 takes half the time
 */
public record Replay(Trace trace, double speed) implements OpenModel {
    public static final double SPEED_MAX = 10_000;

    /** Within which arrivals are counted for the rate at a moment. */
    private static final long RATE_WINDOW_NANOS = 1_000_000_000;

    public Replay {
        if (!(speed > 0) || speed > SPEED_MAX) {
            throw new IllegalArgumentException("a speed is above 0 and at most " + SPEED_MAX + ", not " + speed);
        }
        Rates.checkDuration(lasts(trace, speed));
    }

    /** Until the last arrival, and the one nanosecond that it takes to be within. */
    @Override
    public Duration duration() {
        return lasts(trace, speed);
    }

    /** The seed changes nothing. */
    @Override
    public Arrivals arrivals(long seed) {
        return new Arrivals() {
            private int next;

            @Override
            public long nextNanos() {
                if (next >= trace.size()) {
                    next = trace.size() + 1;
                    return END;
                }
                return due(trace, next++, speed);
            }

            @Override
            public Optional<String> operation() {
                return next >= 1 && next <= trace.size() ? Optional.of(trace.request(next - 1)) : Optional.empty();
            }
        };
    }

    /** Counted over the second around it. */
    @Override
    public double ratePerSecond(long offsetNanos) {
        long from = Math.max(0, offsetNanos - RATE_WINDOW_NANOS / 2);
        return firstFrom(from + RATE_WINDOW_NANOS) - firstFrom(from);
    }

    @Override
    public String describe() {
        return "replay of " + trace.size() + " requests of " + trace.source() + (speed == 1 ? "" : " at speed " + speed)
                + " over " + Rates.seconds(duration());
    }

    private int firstFrom(long offsetNanos) {
        int low = 0;
        int high = trace.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (due(trace, middle, speed) < offsetNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static long due(Trace trace, int index, double speed) {
        return speed == 1 ? trace.offsetNanos(index) : (long) (trace.offsetNanos(index) / speed);
    }

    private static Duration lasts(Trace trace, double speed) {
        return Duration.ofNanos(due(trace, trace.size() - 1, speed) + 1);
    }
}
