package dev.cellmesh.model.placement.resize;

/**
 * What has to be true of the routes in force before a step may change them?
 *
 * @param cells every cell has them
 * @param edges every edge has them
 * @param quiet and nothing is on its way any more that an edge sent by older ones
 */
public record Wait(boolean cells, boolean edges, boolean quiet) {
    static final Wait NOTHING = new Wait(false, false, false);
    static final Wait CELLS = new Wait(true, false, false);
    static final Wait EDGES = new Wait(false, true, false);
    static final Wait EDGES_AND_QUIET = new Wait(false, true, true);

    /**
     * How far the routes have come.
     *
     * @param oldestCell the oldest route epoch that a cell decides by
     * @param oldestEdge the oldest route epoch that an edge sends by
     * @param quietSince all that was sent by routes older than this epoch has been answered, or its deadline is over
     */
    public record News(long oldestCell, long oldestEdge, long quietSince) {}

    /** @param epoch of the routes that made the present stand */
    public boolean isOver(long epoch, News news) {
        return (!cells || news.oldestCell() >= epoch)
                && (!edges || news.oldestEdge() >= epoch)
                && (!quiet || news.quietSince() >= epoch);
    }
}
