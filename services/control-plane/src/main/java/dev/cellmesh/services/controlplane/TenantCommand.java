package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.service.IfMatch;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What does an administrator want done to a tenant? */
sealed interface TenantCommand {
    TenantId tenant();

    /** Goes into the audit log. */
    String action();

    record Create(TenantId tenant, Region home) implements TenantCommand {
        @Override
        public String action() {
            return "tenant.create";
        }
    }

    /** Stops a tenant: a precondition holds when sent, but none is needed, because an emergency stop must not wait for a read. */
    record Suspend(TenantId tenant, Optional<IfMatch> ifMatch) implements TenantCommand {
        @Override
        public String action() {
            return "tenant.suspend";
        }
    }

    /**
     * Gives a tenant more, fewer or other cells, step by step.
     *
     * @param cellsPerRegion empty for the mesh's own number
     * @param leave cells that it shall not have any more
     */
    record Resize(TenantId tenant, OptionalInt cellsPerRegion, Set<CellId> leave, Optional<IfMatch> ifMatch)
            implements TenantCommand {
        @Override
        public String action() {
            return "tenant.resize";
        }
    }

    /** Undoes somebody's decision to stop a tenant, so it must name the version it has seen. */
    record Resume(TenantId tenant, Optional<IfMatch> ifMatch) implements TenantCommand {
        @Override
        public String action() {
            return "tenant.resume";
        }
    }
}
