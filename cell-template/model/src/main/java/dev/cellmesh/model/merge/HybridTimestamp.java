package dev.cellmesh.model.merge;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When was this written, in an order that never contradicts what the writer had seen? A time of {@link HybridClock}.
 *
 * <p>Wall time above 16 bits of logical time, in 64 bits together, as Kulkarni, Demirbas, Madappa, Avva and Leone,
 * propose in "Logical Physical Clocks" (OPODIS 2014).
 *
 * @param wallMillis milliseconds since 1970, 0 to {@link #WALL_MILLIS_MAX}
 * @param logical tells events of one millisecond apart, 0 to {@value #LOGICAL_MAX}
 */
public record HybridTimestamp(long wallMillis, int logical) implements Comparable<HybridTimestamp> {
    /** In the year 6429: 47 bits, so that the two parts fit a long that is never negative. */
    public static final long WALL_MILLIS_MAX = (1L << 47) - 1;

    /** 16 bits: 65 million events per second before the wall time has to run ahead. */
    public static final int LOGICAL_MAX = (1 << 16) - 1;

    /** Before everything that was ever written. */
    public static final HybridTimestamp ZERO = new HybridTimestamp(0, 0);

    private static final int LOGICAL_BITS = 16;
    private static final Pattern FORM = Pattern.compile("[0-7][0-9a-f]{15}");
    private static final Comparator<HybridTimestamp> ORDER =
            Comparator.comparingLong(HybridTimestamp::wallMillis).thenComparingInt(HybridTimestamp::logical);

    public HybridTimestamp {
        if (wallMillis < 0 || wallMillis > WALL_MILLIS_MAX || logical < 0 || logical > LOGICAL_MAX) {
            throw new IllegalArgumentException("out of range: " + wallMillis + " ms, logical " + logical);
        }
    }

    /**
     * The least time after this one.
     *
     * @throws IllegalStateException at the end of time, which only a broken physical clock comes to
     */
    public HybridTimestamp next() {
        if (logical < LOGICAL_MAX) {
            return new HybridTimestamp(wallMillis, logical + 1);
        }
        if (wallMillis == WALL_MILLIS_MAX) {
            throw new IllegalStateException("no time is left after " + this);
        }
        return new HybridTimestamp(wallMillis + 1, 0);
    }

    public boolean isAfter(HybridTimestamp other) {
        return compareTo(other) > 0;
    }

    /** Sixteen lower-case hexadecimal digits, whose order as text is the order of time. */
    public String encode() {
        return HexFormat.of().toHexDigits(wallMillis << LOGICAL_BITS | logical);
    }

    /** Only what {@link #encode()} gives; anything else is empty. */
    public static Optional<HybridTimestamp> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        long both = HexFormat.fromHexDigitsToLong(text);
        return Optional.of(new HybridTimestamp(both >>> LOGICAL_BITS, (int) (both & LOGICAL_MAX)));
    }

    @Override
    public int compareTo(HybridTimestamp other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return encode();
    }
}
