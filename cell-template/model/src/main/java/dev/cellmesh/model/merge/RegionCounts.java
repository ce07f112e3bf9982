package dev.cellmesh.model.merge;

import dev.cellmesh.model.Region;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far has each region counted? The lattice below counters and version vectors: numbers that only their own region
 * raises, joined by the maximum. A region that is not there has counted to zero.
 */
final class RegionCounts {
    /** A mesh has a handful; this leaves room for regions that came and went, whose counts stay. */
    static final int REGIONS_MAX = 32;

    /** Exact as a JSON number for every reader, and the sum over all regions fits a long. */
    static final long COUNT_MAX = (1L << 53) - 1;

    private RegionCounts() {}

    /** An unmodifiable copy without zeros, in the order of the names, so that equal counts are equal maps. */
    static SortedMap<Region, Long> canonical(Map<Region, Long> counts) {
        SortedMap<Region, Long> copy = new TreeMap<>();
        counts.forEach((region, count) -> {
            if (count < 0 || count > COUNT_MAX) {
                throw new IllegalArgumentException("a region counts from 0 to " + COUNT_MAX + ", not " + count);
            }
            if (count > 0) {
                copy.put(region, count);
            }
        });
        if (copy.size() > REGIONS_MAX) {
            throw new IllegalArgumentException("more than " + REGIONS_MAX + " regions: " + copy.keySet());
        }
        return Collections.unmodifiableSortedMap(copy);
    }

    static SortedMap<Region, Long> with(Map<Region, Long> counts, Region region, long count) {
        SortedMap<Region, Long> changed = new TreeMap<>(counts);
        changed.put(region, count);
        return changed;
    }

    static SortedMap<Region, Long> max(Map<Region, Long> one, Map<Region, Long> other) {
        SortedMap<Region, Long> joined = new TreeMap<>(one);
        other.forEach((region, count) -> joined.merge(region, count, Math::max));
        return joined;
    }
}
