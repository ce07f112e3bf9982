package dev.cellmesh.services.edge;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.route.TenantRoute;
import java.util.ArrayList;
import java.util.List;

/** Cells of which regions may serve a request? A cell keeps what an operation promises wherever it stands: this is about distance. */
enum Reach {
    /** The tenant's home region alone: all the work would be done there anyway. */
    HOME,
    /** Any region, the nearest first. */
    NEAR,
    /**
     * The edge's own region alone: a write that each region keeps in a row of its own. In another region its key would be another
     * one, and a repeated request would have its effect twice. So no hint moves it, either.
     */
    HERE;

    /**
     * In this order; never empty. Where the tenant has no cells, its home region is the nearest that has.
     *
     * @param byNearness all regions, the preferred one first
     */
    List<Region> regions(Region own, List<Region> byNearness, TenantRoute route) {
        return switch (this) {
            case HOME -> List.of(route.home());
            case HERE -> List.of(route.cellsIn(own).isEmpty() ? route.home() : own);
            case NEAR -> near(byNearness, route);
        };
    }

    private static List<Region> near(List<Region> byNearness, TenantRoute route) {
        List<Region> near = new ArrayList<>(byNearness.size());
        for (Region region : byNearness) {
            if (region.equals(route.home()) || !route.cellsIn(region).isEmpty()) {
                near.add(region);
            }
        }
        return near.isEmpty() ? List.of(route.home()) : near;
    }
}
