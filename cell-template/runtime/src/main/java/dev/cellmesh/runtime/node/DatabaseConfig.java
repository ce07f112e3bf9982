package dev.cellmesh.runtime.node;

import java.util.List;

/**
 * Which databases does a node use? How much of them: {@link CellSizes}.
 *
 * @param kind {@code postgres} (rings) or {@code cockroach} (every ring is the same cluster)
 */
public record DatabaseConfig(String kind, String database, String user, String password, List<RingConfig> rings) {}
