package dev.cellmesh.model.merge;

import dev.cellmesh.model.Region;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which versions are there that no other one replaces? One when all writers knew of each other, more after writes that did
 * not: then all are kept, until somebody decides.
 *
 * <p>The version sets of DeCandia et al., "Dynamo: Amazon's Highly Available Key-value Store" (SOSP 2007), 4.4. A region's
 * own writes replace each other, so there are never more versions than regions.
 *
 * <p>Two values under one vector are both kept. No write makes them; a region that lost its last writes and counted on from
 * an older state can.
 *
 * @param versions in the order of their vectors' texts; held without those that another one replaces
 */
public record Siblings<V>(List<Versioned<V>> versions) {
    public Siblings {
        List<Versioned<V>> all = List.copyOf(versions);
        versions = all.stream()
                .filter(version -> all.stream().noneMatch(other -> replaces(other, version)))
                .distinct()
                .sorted(Comparator.comparing(
                                (Versioned<V> version) -> version.vector().encode())
                        .thenComparing(version -> version.value().toString()))
                .toList();
    }

    public static <V> Siblings<V> empty() {
        return new Siblings<>(List.of());
    }

    private static boolean replaces(Versioned<?> one, Versioned<?> other) {
        return one.vector().compare(other.vector()) == VersionVector.Causality.AFTER;
    }

    public Siblings<V> merge(Siblings<V> other) {
        return new Siblings<>(
                Stream.concat(versions.stream(), other.versions.stream()).toList());
    }

    public boolean isConflict() {
        return versions.size() > 1;
    }

    /** All writes that any of the versions knows: what a reader of all of them has seen. */
    public VersionVector mergedVector() {
        return versions.stream().map(Versioned::vector).reduce(VersionVector.empty(), VersionVector::merge);
    }

    /**
     * The version that replaces all that are here: a plain write, or the end of a conflict. The region's own row must be
     * among them. A decision about what somebody saw earlier holds only while {@link #mergedVector()} is still the same:
     * otherwise it would replace a version that nobody looked at.
     */
    public Versioned<V> resolve(Region region, V value) {
        return new Versioned<>(mergedVector().increment(region), value);
    }
}
