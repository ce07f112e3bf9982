package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import java.util.Map;

/** How many others does a tenant meet where? One region's seating without the tenant's own place. */
final class OtherTenants {
    private final RegionSeating all;
    private final CellSet own;
    private final boolean ownIsDedicated;

    OtherTenants(RegionSeating all, CellSet own, boolean ownIsDedicated) {
        this.all = all;
        this.own = own;
        this.ownIsDedicated = ownIsDedicated;
    }

    int load(CellId cell) {
        return all.load(cell.number()) - (own.contains(cell.number()) ? 1 : 0);
    }

    /** Whether the cell is another tenant's alone. */
    boolean isDedicated(CellId cell) {
        int mine = ownIsDedicated && own.contains(cell.number()) ? 1 : 0;
        return all.dedicated(cell.number()) > mine;
    }

    /** How many different sets there are, the tenant's own among them. */
    int sets() {
        return all.tenantsOfSet().size();
    }

    int withVerySameSet(CellSet set) {
        return all.tenantsOfSet().getOrDefault(set, 0) - (set.equals(own) ? 1 : 0);
    }

    /**
     * How many of these cells has the nearest other tenant, too?
     *
     * @param enough an answer as high as this may be too low
     */
    int overlapMost(CellSet set, int enough) {
        int most = 0;
        for (Map.Entry<CellSet, Integer> entry : all.tenantsOfSet().entrySet()) {
            boolean others = entry.getValue() > 1 || !entry.getKey().equals(own);
            if (others) {
                most = Math.max(most, set.overlap(entry.getKey()));
                if (most >= enough) {
                    return most;
                }
            }
        }
        return most;
    }
}
