package dev.cellmesh.load.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is {@code 500ms}, and what is {@code 500/s}? Pure; what they refuse is an {@link IllegalArgumentException} for people. */
public final class Quantities {
    /** Longer runs would outgrow what is kept of them. */
    static final Duration DURATION_MAX = Duration.ofHours(24);

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?(us|ms|s|m|min|h)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?/ ?(s|m|h)");
    private static final Map<String, Long> UNIT_NANOS = Map.of(
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "min",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);

    private Quantities() {}

    /** Exact to a nanosecond; zero is a duration. */
    public static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no duration: write a number and us, ms, s, m or h, such as 500ms, 10s, 30m");
        }
        BigDecimal nanos = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(UNIT_NANOS.get(parts.group(2))));
        if (nanos.compareTo(BigDecimal.valueOf(DURATION_MAX.toNanos())) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is too long: at most 24h");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** Per second. */
    public static double ratePerSecond(String text) {
        Matcher parts = RATE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no rate: write a number a time, such as 500/s, 30/m or 0.5/s");
        }
        return Double.parseDouble(parts.group(1)) * 1e9 / UNIT_NANOS.get(parts.group(2));
    }
}
