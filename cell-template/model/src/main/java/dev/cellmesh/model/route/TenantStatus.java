package dev.cellmesh.model.route;

/** May a tenant be served? */
public enum TenantStatus {
    ACTIVE,
    /** Known, but every request is refused until it is resumed. */
    SUSPENDED
}
