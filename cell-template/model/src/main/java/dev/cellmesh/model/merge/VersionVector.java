package dev.cellmesh.model.merge;

import dev.cellmesh.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which writes of each region does this version know? The first {@code n} of each, so one number per region says it all.
 *
 * <p>Parker et al., "Detection of Mutual Inconsistency in Distributed Systems" (IEEE Transactions on Software Engineering,
 * 1983). A vector that came from a client is for comparing only: merged into a stored one, it would let the client raise
 * the counts.
 *
 * @param counts of at most 32 regions, each 0 to 2^53 - 1; held without zeros, in the order of the names
 */
public record VersionVector(Map<Region, Long> counts) {
    private static final VersionVector EMPTY = new VersionVector(Map.of());
    private static final String EMPTY_TEXT = "0";
    private static final int DIGITS_MAX = 16;

    /** Of {@link #encode()}: 32 regions of 32 letters, colons, 16 digits, and commas between them. */
    public static final int TEXT_LENGTH_MAX =
            RegionCounts.REGIONS_MAX * (Region.LENGTH_MAX + 1 + DIGITS_MAX) + RegionCounts.REGIONS_MAX - 1;

    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0," + (DIGITS_MAX - 1) + "}");

    /** How do two versions stand to each other? */
    public enum Causality {
        EQUAL,
        /** The other one knows all that this one knows, and more. */
        BEFORE,
        /** This one knows all that the other one knows, and more. */
        AFTER,
        /** Each knows a write that the other one does not. */
        CONCURRENT
    }

    public VersionVector {
        counts = RegionCounts.canonical(counts);
    }

    public static VersionVector empty() {
        return EMPTY;
    }

    /** Zero for a region of which no write is known. */
    public long count(Region region) {
        return counts.getOrDefault(region, 0L);
    }

    /** With one more write of the region; called on a vector that knows all of the region's own writes so far. */
    public VersionVector increment(Region region) {
        return new VersionVector(RegionCounts.with(counts, region, count(region) + 1));
    }

    public VersionVector merge(VersionVector other) {
        return new VersionVector(RegionCounts.max(counts, other.counts));
    }

    public Causality compare(VersionVector other) {
        boolean covers = covers(other);
        boolean covered = other.covers(this);
        if (covers) {
            return covered ? Causality.EQUAL : Causality.AFTER;
        }
        return covered ? Causality.BEFORE : Causality.CONCURRENT;
    }

    /** Does this one know all that the other one knows? */
    public boolean covers(VersionVector other) {
        return other.counts.entrySet().stream().allMatch(entry -> count(entry.getKey()) >= entry.getValue());
    }

    /**
     * One text per vector, made for an entity tag: {@code asia-southeast1:3,us-east1:12}, and {@code 0} for the empty one.
     * At most {@link #TEXT_LENGTH_MAX} of {@code a-z 0-9 : , -}.
     */
    public String encode() {
        return counts.isEmpty()
                ? EMPTY_TEXT
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(","));
    }

    /** Only what {@link #encode()} gives; anything else is empty. */
    public static Optional<VersionVector> parse(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            return Optional.empty();
        }
        if (text.equals(EMPTY_TEXT)) {
            return Optional.of(EMPTY);
        }
        SortedMap<Region, Long> counts = new TreeMap<>();
        for (String part : split(text)) {
            int colon = part.indexOf(':');
            if (colon < 0
                    || !Region.isValid(part.substring(0, colon))
                    || !COUNT.matcher(part.substring(colon + 1)).matches()) {
                return Optional.empty();
            }
            Region region = new Region(part.substring(0, colon));
            long count = Long.parseLong(part.substring(colon + 1));
            boolean inOrder = counts.isEmpty() || counts.lastKey().compareTo(region) < 0;
            if (!inOrder || count > RegionCounts.COUNT_MAX || counts.size() == RegionCounts.REGIONS_MAX) {
                return Optional.empty();
            }
            counts.put(region, count);
        }
        return Optional.of(new VersionVector(counts));
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
            parts.add(text.substring(from, comma));
            from = comma + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    @Override
    public String toString() {
        return encode();
    }
}
