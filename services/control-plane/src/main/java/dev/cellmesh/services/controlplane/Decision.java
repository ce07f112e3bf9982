package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.service.Answer;
import java.util.List;
import java.util.Optional;

/**
 * What comes of a command in one state of the mesh? The answer, and the change if there is one.
 *
 * @param decidedAt the state that it holds for
 */
record Decision(MeshState decidedAt, Answer answer, Optional<Change> change) {

    /**
     * @param tenants as they will be, each once
     * @param cell as it will be
     */
    record Change(List<TenantRecord> tenants, Optional<CellRecord> cell, AuditEntry audit) {
        Change {
            tenants = List.copyOf(tenants);
        }
    }

    /** The state once the change is made. */
    MeshState outcome() {
        return change.map(made -> decidedAt.with(made)).orElse(decidedAt);
    }

    /** Not what may be otherwise a moment later (429, 5xx), and not 428, which asks for the same request with a header. */
    boolean isStored() {
        int status = answer.status();
        return status != 428 && status != 429 && status < 500;
    }
}
