package dev.cellmesh.model.merge;

import dev.cellmesh.model.Region;
import java.util.Map;
import java.util.Optional;

/**
 * How much was counted in all regions together? A counter that only grows: each region raises its own number, the value is
 * their sum, and merging takes the greater number of each.
 *
 * <p>The G-Counter of Shapiro, Preguiça, Baquero and Zawirski, "A comprehensive study of Convergent and
 * Commutative Replicated Data Types" (INRIA RR-7506, 2011).
 *
 * @param counts of at most 32 regions, each 0 to 2^53 - 1; held without zeros, in the order of the names
 */
public record GCounter(Map<Region, Long> counts) {
    private static final GCounter EMPTY = new GCounter(Map.of());

    public GCounter {
        counts = RegionCounts.canonical(counts);
    }

    public static GCounter empty() {
        return EMPTY;
    }

    /**
     * Empty when the region's number would leave its range; then nothing is counted.
     *
     * @param by zero or more
     */
    public Optional<GCounter> increment(Region region, long by) {
        if (by < 0) {
            throw new IllegalArgumentException("a counter that only grows cannot grow by " + by);
        }
        long count = counts.getOrDefault(region, 0L);
        return by > RegionCounts.COUNT_MAX - count
                ? Optional.empty()
                : Optional.of(new GCounter(RegionCounts.with(counts, region, count + by)));
    }

    public GCounter merge(GCounter other) {
        return new GCounter(RegionCounts.max(counts, other.counts));
    }

    public long value() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
