package dev.cellmesh.services.edge.region;

import java.util.OptionalLong;

/**
 * How far is another region's edge?
 *
 * @param nanos there and back, the median of the last measurements; empty when nothing was measured yet
 * @param samples that it is the median of
 * @param isReachable false when it did not answer the last time it was asked
 */
public record Distance(OptionalLong nanos, int samples, boolean isReachable) {
    static final Distance HERE = new Distance(OptionalLong.of(0), 0, true);
    static final Distance UNKNOWN = new Distance(OptionalLong.empty(), 0, false);
}
