package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;
import java.util.function.Predicate;

/** Would some tenant have no cell left in a region? Asked before a cell is ejected, so seldom. */
@FunctionalInterface
public interface TenantCells {
    /**
     * @param ejected the cell that shall go
     * @param isOut which others are out
     */
    boolean leavesNone(CellId ejected, Predicate<CellId> isOut);
}
