package dev.cellmesh.load.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When comes the n-th arrival, when the rate is a straight line over each of some stretches of time? At the moment at which the
 * integral of the rate reaches n, counted from 0; so the number of arrivals in any time is the integral over it, to less than
 * one, and nothing adds up however long it lasts. The integral is a parabola in each stretch, so that its inverse is exact.
 */
final class Segments {
    private record Segment(long startNanos, long nanos, double fromPerSecond, double toPerSecond, double countBefore) {
        double count() {
            return (fromPerSecond + toPerSecond) / 2 * nanos / 1e9;
        }

        /** When the integral from the segment's start is this much, in the form that stays exact for slow ramps. */
        double secondsUntil(double count) {
            if (count <= 0) {
                return 0;
            }
            double slope = (toPerSecond - fromPerSecond) / nanos * 1e9;
            double root = Math.sqrt(Math.max(0, fromPerSecond * fromPerSecond + 2 * slope * count));
            return 2 * count / (fromPerSecond + root);
        }
    }

    private final List<Segment> segments = new ArrayList<>();
    private double count;
    private long nanos;

    Segments then(double fromPerSecond, double toPerSecond, Duration duration) {
        Segment segment = new Segment(nanos, duration.toNanos(), fromPerSecond, toPerSecond, count);
        segments.add(segment);
        nanos += duration.toNanos();
        count += segment.count();
        return this;
    }

    Arrivals arrivals() {
        return new Arrivals() {
            private long number;
            private int at;
            private long last;

            @Override
            public long nextNanos() {
                while (at < segments.size()
                        && number
                                >= segments.get(at).countBefore()
                                        + segments.get(at).count()) {
                    at++;
                }
                if (at == segments.size()) {
                    return END;
                }
                Segment segment = segments.get(at);
                double due = segment.startNanos() + segment.secondsUntil(number - segment.countBefore()) * 1e9;
                number++;
                // Rounding must not take it over an edge: not before the last one, and not to the end.
                last = Math.clamp((long) due, last, nanos - 1);
                return last;
            }
        };
    }

    double ratePerSecond(long offsetNanos) {
        for (Segment segment : segments) {
            long into = offsetNanos - segment.startNanos();
            if (into >= 0 && into < segment.nanos()) {
                return segment.fromPerSecond()
                        + (segment.toPerSecond() - segment.fromPerSecond()) * into / segment.nanos();
            }
        }
        return 0;
    }
}
