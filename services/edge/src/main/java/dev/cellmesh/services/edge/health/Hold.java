package dev.cellmesh.services.edge.health;

/** Why does a cell that is worse than its peers get requests all the same? */
public enum Hold {
    /** Too many cells of the region are out already. */
    SHARE,
    /** A tenant would have none left. */
    TENANT
}
