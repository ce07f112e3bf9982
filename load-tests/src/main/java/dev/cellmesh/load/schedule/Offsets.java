package dev.cellmesh.load.schedule;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What time does an offset of a trace mean? Exact to the nanosecond; what is finer is cut off. */
final class Offsets {
    private static final Duration MAX = Rates.DURATION_MAX;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?) ?(ns|us|ms|s|)");
    private static final Map<String, Integer> DIGITS = Map.of("ns", 0, "us", 3, "ms", 6, "s", 9, "", 9);

    private Offsets() {}

    static long nanos(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "an offset is seconds, or a number with ns, us, ms or s, not '" + text + "'");
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1)).movePointRight(DIGITS.get(matcher.group(2)));
        if (nanos.compareTo(BigDecimal.valueOf(MAX.toNanos())) >= 0) {
            throw new IllegalArgumentException("an offset is below 7 days, not '" + text + "'");
        }
        return nanos.longValue();
    }
}
