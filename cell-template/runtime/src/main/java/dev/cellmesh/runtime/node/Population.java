package dev.cellmesh.runtime.node;

/** Whose choice is it, that of a whole tenant or that of each of its users? */
public enum Population {
    /** All users of a tenant see the same. */
    TENANTS,
    /** By the subject of the token, within the tenant. */
    USERS
}
