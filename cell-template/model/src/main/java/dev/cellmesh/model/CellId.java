package dev.cellmesh.model;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which isolated copy of the service stack is meant? Written {@code us-east1-c03}.
 *
 * @param number 1 to 999, unique in its region
 */
public record CellId(Region region, int number) implements Comparable<CellId> {
    private static final Pattern FORM = Pattern.compile("(.+)-c(\\d{2,3})");
    private static final Comparator<CellId> ORDER =
            Comparator.comparing(CellId::region).thenComparingInt(CellId::number);

    public CellId {
        if (number < 1 || number > 999) {
            throw new IllegalArgumentException("a cell's number is 1 to 999, not " + number);
        }
    }

    /** The reverse of {@link #toString()}; anything else is an {@link IllegalArgumentException}. */
    public static CellId parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a cell name: " + text);
        }
        return new CellId(new Region(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(CellId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return region + "-c" + (number < 10 ? "0" : "") + number;
    }
}
