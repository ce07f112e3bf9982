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
    private record Segment(
            double startSeconds, double seconds, double fromPerSecond, double toPerSecond, double countBefore) {
        double count() {
            return (fromPerSecond + toPerSecond) / 2 * seconds;
        }

        /** When the integral from the segment's start is this much, in the form that stays exact for slow ramps. */
        double secondsUntil(double count) {
            if (count <= 0) {
                return 0;
            }
            double slope = (toPerSecond - fromPerSecond) / seconds;
            double root = Math.sqrt(Math.max(0, fromPerSecond * fromPerSecond + 2 * slope * count));
            return 2 * count / (fromPerSecond + root);
        }
    }

    private final List<Segment> segments = new ArrayList<>();
    private double seconds;
    private double count;
    private long nanos;

    Segments then(double fromPerSecond, double toPerSecond, Duration duration) {
        double lasts = duration.toNanos() / 1e9;
        Segment segment = new Segment(seconds, lasts, fromPerSecond, toPerSecond, count);
        segments.add(segment);
        nanos += duration.toNanos();
        seconds = nanos / 1e9;
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
                double due = segment.startSeconds() + segment.secondsUntil(number - segment.countBefore());
                number++;
                // Rounding must not take it over an edge: not before the last one, and not to the end.
                last = Math.clamp((long) (due * 1e9), last, nanos - 1);
                return last;
            }
        };
    }

    double ratePerSecond(long offsetNanos) {
        double offset = offsetNanos / 1e9;
        for (Segment segment : segments) {
            double into = offset - segment.startSeconds();
            if (into >= 0 && into < segment.seconds()) {
                return segment.fromPerSecond()
                        + (segment.toPerSecond() - segment.fromPerSecond()) * into / segment.seconds();
            }
        }
        return 0;
    }
}
