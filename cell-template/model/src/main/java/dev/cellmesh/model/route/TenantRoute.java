package dev.cellmesh.model.route;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import java.util.List;
import java.util.Map;

/**
 * Where does a tenant live?
 *
 * @param home where its rows are written first and read strongly
 * @param cells its cells in each region, in a fixed order, at least one in the home region; what edges send to
 * @param alsoAccepting cells that serve what is sent to them, although edges shall not send: while the tenant's cells change, some
 *     edges know of the change before a cell does, or after it
 * @param plan how much it may ask for
 */
public record TenantRoute(
        TenantId tenant,
        Region home,
        TenantStatus status,
        Map<Region, List<CellId>> cells,
        Map<Region, List<CellId>> alsoAccepting,
        TenantPlan plan) {
    public TenantRoute {
        cells = Map.copyOf(cells);
        alsoAccepting = Map.copyOf(alsoAccepting);
        if (cells.getOrDefault(home, List.of()).isEmpty()) {
            throw new IllegalArgumentException(tenant + " has no cell in its home region " + home);
        }
    }

    /** Nothing is changing, and nobody gave it a plan. */
    public TenantRoute(TenantId tenant, Region home, TenantStatus status, Map<Region, List<CellId>> cells) {
        this(tenant, home, status, cells, Map.of(), TenantPlan.STANDARD);
    }

    public List<CellId> cellsIn(Region region) {
        return cells.getOrDefault(region, List.of());
    }

    /** Whether this cell serves the tenant. */
    public boolean isOwnedBy(CellId cell) {
        return cellsIn(cell.region()).contains(cell)
                || alsoAccepting.getOrDefault(cell.region(), List.of()).contains(cell);
    }
}
