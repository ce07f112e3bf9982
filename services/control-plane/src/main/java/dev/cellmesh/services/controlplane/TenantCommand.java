package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.runtime.service.IfMatch;
import java.util.Optional;
import java.util.Set;

/** What does an administrator want done to a tenant? */
sealed interface TenantCommand extends AdminCommand {
    TenantId tenant();

    record Create(TenantId tenant, Region home, Wish wish, TenantPlan plan) implements TenantCommand {
        /** What nobody agreed anything about. */
        Create(TenantId tenant, Region home) {
            this(tenant, home, Wish.NONE, TenantPlan.STANDARD);
        }

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
     * @param wish empty for what was agreed before
     * @param leave cells that it shall not have any more
     */
    record Resize(TenantId tenant, Optional<Wish> wish, Set<CellId> leave, Optional<IfMatch> ifMatch)
            implements TenantCommand {
        @Override
        public String action() {
            return "tenant.resize";
        }
    }

    /** Lets a tenant ask for more, or for less, from now on. */
    record SetPlan(TenantId tenant, TenantPlan plan, Optional<IfMatch> ifMatch) implements TenantCommand {
        @Override
        public String action() {
            return "tenant.plan";
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
