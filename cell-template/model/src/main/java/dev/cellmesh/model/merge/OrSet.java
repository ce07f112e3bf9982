package dev.cellmesh.model.merge;

import dev.cellmesh.model.Region;
import java.util.Collections;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which elements are in the set, when each region adds and removes what it sees? An element is in it as long as one of its
 * additions was seen by no removal; so of an addition and a removal that did not know of each other, the addition counts.
 *
 * <p>Each addition is a dot: a region and a number. A removed dot is a tombstone, and it may be forgotten as soon as the
 * state knows, by its vector, that it has seen the dot: a dot that is {@linkplain #seen seen} and not among the elements
 * was removed. States are exchanged whole, so whoever has a region's dot {@code n} has seen all before it, the vector
 * covers every dot at once, and each operation and merge collects all tombstones, also while a region is away. RATIONALE.md
 * says why that is safe. Bieniusa et al., "An optimized conflict-free replicated set" (INRIA RR-8083, 2012).
 *
 * @param elements for each element its additions that are not removed: at most one of each region, since a newer one takes
 *     the place of those seen
 * @param seen covers every dot of {@code elements}
 * @param <E> immutable
 */
public record OrSet<E extends Comparable<E>>(Map<E, Map<Region, Long>> elements, VersionVector seen) {
    public OrSet {
        elements = canonical(elements, seen);
    }

    public static <E extends Comparable<E>> OrSet<E> empty() {
        return new OrSet<E>(Map.of(), VersionVector.empty());
    }

    private static <E extends Comparable<E>> Map<E, Map<Region, Long>> canonical(
            Map<E, Map<Region, Long>> elements, VersionVector seen) {
        SortedMap<E, Map<Region, Long>> copy = new TreeMap<>();
        elements.forEach((element, dots) -> {
            Map<Region, Long> additions = RegionCounts.canonical(dots);
            if (!seen.covers(new VersionVector(additions))) {
                throw new IllegalArgumentException(element + " was added at " + additions + ", unseen by " + seen);
            }
            if (!additions.isEmpty()) {
                copy.put(element, additions);
            }
        });
        return Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Called on a state that has seen all that the region itself added so far. How many elements there may be is for the
     * caller to say; regions that add at once can come to as many times as much as there are regions.
     */
    public OrSet<E> add(Region region, E element) {
        VersionVector grown = seen.increment(region);
        SortedMap<E, Map<Region, Long>> changed = new TreeMap<>(elements);
        changed.put(element, Map.of(region, grown.count(region)));
        return new OrSet<>(changed, grown);
    }

    /** Takes back the additions seen here. It needs no region: a removal leaves nothing but what {@link #seen} tells. */
    public OrSet<E> remove(E element) {
        SortedMap<E, Map<Region, Long>> changed = new TreeMap<>(elements);
        changed.remove(element);
        return new OrSet<>(changed, seen);
    }

    public OrSet<E> merge(OrSet<E> other) {
        SortedMap<E, Map<Region, Long>> merged = new TreeMap<>();
        keep(this, other, merged);
        keep(other, this, merged);
        return new OrSet<>(merged, seen.merge(other.seen));
    }

    /** Keeps what the other one has as well, or has not seen yet; what it has seen and not kept, it removed. */
    private static <E extends Comparable<E>> void keep(
            OrSet<E> one, OrSet<E> other, SortedMap<E, Map<Region, Long>> merged) {
        one.elements.forEach((element, dots) -> {
            Map<Region, Long> others = other.elements.getOrDefault(element, Map.of());
            for (Entry<Region, Long> dot : dots.entrySet()) {
                boolean unseen = dot.getValue() > other.seen.count(dot.getKey());
                if (unseen || dot.getValue().equals(others.get(dot.getKey()))) {
                    merged.computeIfAbsent(element, added -> new TreeMap<>()).put(dot.getKey(), dot.getValue());
                }
            }
        });
    }

    public boolean contains(E element) {
        return elements.containsKey(element);
    }

    /** What is in the set, in its natural order. */
    public SortedSet<E> value() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(elements.keySet()));
    }
}
