package dev.cellmesh.model.signal;

import java.util.OptionalLong;

/**
 * What is known of a region, or of a cell, at one moment?
 *
 * @param reporters how many have told something of it lately
 * @param parts that it has: cells of a region; of a cell, its database
 * @param partsOut that do not answer, at most {@code parts}
 * @param lagMillis of the replicas whose age is its fault; empty when nobody can tell
 */
public record Evidence(int reporters, Traffic traffic, int parts, int partsOut, OptionalLong lagMillis) {
    public static final Evidence NONE = new Evidence(0, Traffic.NONE, 0, 0, OptionalLong.empty());

    public Evidence {
        if (reporters < 0 || parts < 0 || partsOut < 0 || partsOut > parts) {
            throw new IllegalArgumentException(partsOut + " of " + parts + " parts, told by " + reporters);
        }
    }
}
