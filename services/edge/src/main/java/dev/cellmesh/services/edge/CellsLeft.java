package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.route.RouteSnapshot;
import java.util.function.Predicate;

/** Would a tenant have a cell left in a region without this one? */
final class CellsLeft {
    private CellsLeft() {}

    /**
     * Looks through all tenants: some milliseconds for a hundred thousand, so not for every request.
     *
     * @param isOut which other cells are out
     */
    static boolean leavesNone(RouteSnapshot routes, CellId without, Predicate<CellId> isOut) {
        return routes.tenants().values().stream()
                .map(route -> route.cellsIn(without.region()))
                .anyMatch(cells -> cells.contains(without)
                        && cells.stream().allMatch(cell -> cell.equals(without) || isOut.test(cell)));
    }
}
