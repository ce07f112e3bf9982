package dev.cellmesh.runtime.node;

import java.util.Map;

/**
 * For whom is something switched on, and at which edges?
 *
 * @param name as cells read it: 1 to {@value SplitNames#LENGTH_MAX} lower-case letters, digits and hyphens, a letter first
 * @param of what the percentage is of
 * @param percent at the edges that are not named otherwise: 0 is off, 100 on, with two decimals at most
 * @param percentIn at the edges of these regions
 */
public record FeatureFlag(String name, Population of, double percent, Map<String, Double> percentIn) {
    private static final double ALL = 100;
    private static final int PARTS_PER_PERCENT = 100;

    public FeatureFlag {
        SplitNames.check(name);
        percentIn = Map.copyOf(percentIn);
        check(name, percent);
        for (double each : percentIn.values()) {
            check(name, each);
        }
    }

    private static void check(String name, double percent) {
        if (!(percent >= 0 && percent <= ALL)) {
            throw new IllegalArgumentException("the flag " + name + " is on for 0 to 100 percent, not " + percent);
        }
    }

    /** For how many of ten thousand is it on, at an edge of the region? */
    public int partsIn(String region) {
        return (int) Math.round(percentIn.getOrDefault(region, percent) * PARTS_PER_PERCENT);
    }
}
