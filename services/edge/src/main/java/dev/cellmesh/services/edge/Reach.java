package dev.cellmesh.services.edge;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.route.TenantRoute;
import java.util.List;

/** Cells of which regions may serve a request? A cell keeps what an operation promises wherever it stands: this is about distance. */
enum Reach {
    /** The tenant's home region alone: all the work would be done there anyway. */
    HOME,
    /** The edge's own region; the home region when no cell here can be reached. */
    NEAR,
    /**
     * The edge's own region alone: a write that each region keeps in a row of its own. In another region its key would be another
     * one, and a repeated request would have its effect twice.
     */
    HERE;

    /** In this order; never empty. Where the tenant has no cells, its home region is the nearest that has. */
    List<Region> regions(Region own, TenantRoute route) {
        if (this == HOME || own.equals(route.home()) || route.cellsIn(own).isEmpty()) {
            return List.of(route.home());
        }
        return this == NEAR ? List.of(own, route.home()) : List.of(own);
    }
}
