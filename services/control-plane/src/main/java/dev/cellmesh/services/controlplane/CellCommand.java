package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.runtime.service.IfMatch;
import java.util.Optional;

/** What does an administrator want done to a cell? */
sealed interface CellCommand extends AdminCommand {
    CellId cell();

    Optional<IfMatch> ifMatch();

    /** No new tenants, and those that it has leave it step by step. As a tenant's suspension, it must not wait for a read. */
    record Drain(CellId cell, Optional<IfMatch> ifMatch) implements CellCommand {
        @Override
        public String action() {
            return "cell.drain";
        }
    }

    /** Opens it to tenants again. Undoes somebody's decision, so it must name the version it has seen. */
    record Undrain(CellId cell, Optional<IfMatch> ifMatch) implements CellCommand {
        @Override
        public String action() {
            return "cell.undrain";
        }
    }
}
