package dev.cellmesh.load.schedule;

import java.time.Duration;

/** Which numbers may a schedule be made of? */
final class Rates {
    static final double PER_SECOND_MAX = 1_000_000;
    static final Duration DURATION_MAX = Duration.ofDays(7);

    private Rates() {}

    static void checkRate(double perSecond) {
        if (!(perSecond > 0) || perSecond > PER_SECOND_MAX) {
            throw new IllegalArgumentException("a rate is above 0 and at most 1,000,000 a second, not " + perSecond);
        }
    }

    static void checkRateOrNone(double perSecond) {
        if (!(perSecond >= 0) || perSecond > PER_SECOND_MAX) {
            throw new IllegalArgumentException("a rate is 0 to 1,000,000 a second, not " + perSecond);
        }
    }

    static void checkDuration(Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(DURATION_MAX) > 0) {
            throw new IllegalArgumentException("a load lasts longer than zero and at most 7 days, not " + duration);
        }
    }

    /** Without a needless fraction: {@code 500/s}, {@code 0.5/s}. */
    static String rate(double perSecond) {
        return number(perSecond) + "/s";
    }

    static String seconds(Duration duration) {
        return number(duration.toNanos() / 1e9) + " s";
    }

    private static String number(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
