package dev.cellmesh.model.placement.resize;

import dev.cellmesh.model.CellId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What has to be true of the routes in force before a step may change them?
 *
 * @param oneOf one of these cells has them, by its own word; empty when no cell has to
 * @param edges every edge has them
 * @param quiet and nothing is on its way any more that an edge sent by older ones
 */
public record Wait(Set<CellId> oneOf, boolean edges, boolean quiet) {
    static final Wait NOTHING = new Wait(Set.of(), false, false);
    static final Wait EDGES_AND_QUIET = new Wait(Set.of(), true, true);

    public Wait {
        oneOf = Set.copyOf(oneOf);
    }

    static Wait forCell(CellId cell) {
        return new Wait(Set.of(cell), false, false);
    }

    static Wait forEdgesAndOneOf(Collection<CellId> cells) {
        return new Wait(Set.copyOf(cells), true, false);
    }

    /**
     * How far the routes have come.
     *
     * @param cells the route epoch that each cell decides by; only cells that were heard from lately
     * @param oldestEdge the oldest route epoch that an edge sends by
     * @param quietSince all that was sent by routes older than this epoch has been answered, or its deadline is over
     */
    public record News(Map<CellId, Long> cells, long oldestEdge, long quietSince) {
        public static final News NONE = new News(Map.of(), 0, 0);

        public News {
            cells = Map.copyOf(cells);
        }

        private boolean has(CellId cell, long epoch) {
            return cells.getOrDefault(cell, Long.MIN_VALUE) >= epoch;
        }
    }

    /** @param epoch of the routes that made the present stand */
    public boolean isOver(long epoch, News news) {
        return (oneOf.isEmpty() || oneOf.stream().anyMatch(cell -> news.has(cell, epoch)))
                && (!edges || news.oldestEdge() >= epoch)
                && (!quiet || news.quietSince() >= epoch);
    }
}
