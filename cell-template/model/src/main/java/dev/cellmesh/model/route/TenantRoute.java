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
 * @param cells its cells in each region, in a fixed order, at least one in the home region
 */
public record TenantRoute(TenantId tenant, Region home, TenantStatus status, Map<Region, List<CellId>> cells) {
    public TenantRoute {
        cells = Map.copyOf(cells);
        if (cells.getOrDefault(home, List.of()).isEmpty()) {
            throw new IllegalArgumentException(tenant + " has no cell in its home region " + home);
        }
    }

    public List<CellId> cellsIn(Region region) {
        return cells.getOrDefault(region, List.of());
    }

    public boolean isOwnedBy(CellId cell) {
        return cellsIn(cell.region()).contains(cell);
    }
}
