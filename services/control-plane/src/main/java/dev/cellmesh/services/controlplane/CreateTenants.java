package dev.cellmesh.services.controlplane;

import java.util.List;

/** Makes all of these tenants, or none. At least one, no id twice. */
record CreateTenants(List<TenantCommand.Create> tenants) implements AdminCommand {
    /** Some 40 ms of placing on the event loop that also answers the nodes. */
    static final int TENANTS_MAX = 200;

    CreateTenants {
        tenants = List.copyOf(tenants);
        if (tenants.isEmpty() || tenants.size() > TENANTS_MAX) {
            throw new IllegalArgumentException("1 to " + TENANTS_MAX + " tenants at once, not " + tenants.size());
        }
    }

    @Override
    public String action() {
        return "tenant.create-many";
    }
}
