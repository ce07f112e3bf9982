package dev.cellmesh.services.controlplane;

/** What does an administrator want done to the mesh? */
sealed interface AdminCommand permits TenantCommand, CellCommand, CreateTenants {
    /** Goes into the audit log. */
    String action();
}
