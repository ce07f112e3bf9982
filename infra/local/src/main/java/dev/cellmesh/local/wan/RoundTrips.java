package dev.cellmesh.local.wan;

import dev.cellmesh.model.Region;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far apart are the regions? Round trips in milliseconds, the same in both directions.
 *
 * @param millis by pair, in the order of their names
 * @param otherMillis of a pair that is not named
 */
public record RoundTrips(Map<Pair, Double> millis, double otherMillis) {
    /** Two different regions, in the order of their names, so that a pair has one form. */
    public record Pair(Region first, Region second) {
        public Pair {
            if (first.compareTo(second) >= 0) {
                throw new IllegalArgumentException("not in order: " + first + ", " + second);
            }
        }

        static Pair of(Region one, Region other) {
            return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }

    /** All regions stand side by side ({@code --wan off}). */
    public static final RoundTrips NONE = new RoundTrips(Map.of(), 0);

    /** An ocean, for regions of which nothing is known. */
    private static final double UNKNOWN_MILLIS = 150;

    /** Public figures of cloud regions near these places, rounded ({@code --wan on}). */
    public static final RoundTrips WORLD = new RoundTrips(Map.of(), UNKNOWN_MILLIS)
            .with(new Region("us-east1"), new Region("europe-west1"), 80)
            .with(new Region("us-east1"), new Region("asia-southeast1"), 220)
            .with(new Region("europe-west1"), new Region("asia-southeast1"), 160);

    public RoundTrips {
        millis = Map.copyOf(millis);
    }

    public RoundTrips with(Region one, Region other, double roundTripMillis) {
        Map<Pair, Double> more = new HashMap<>(millis);
        more.put(Pair.of(one, other), roundTripMillis);
        return new RoundTrips(more, otherMillis);
    }

    /** 0 from a region to itself. */
    public double between(Region one, Region other) {
        return one.equals(other) ? 0 : millis.getOrDefault(Pair.of(one, other), otherMillis);
    }

    /** The region that {@code from} reaches first: how long a quorum write of its ring takes at least. */
    public double nearest(Region from, List<Region> regions) {
        return regions.stream()
                .filter(region -> !region.equals(from))
                .mapToDouble(region -> between(from, region))
                .min()
                .orElse(0);
    }
}
