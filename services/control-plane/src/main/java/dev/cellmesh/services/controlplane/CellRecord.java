package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import java.time.Instant;

/**
 * What does the control plane know of one cell?
 *
 * @param drained whether it gets no tenants, and those that it has leave it
 * @param version grows by one with each change of this cell; from 1
 * @param registeredAt and {@code changedAt} in whole milliseconds
 */
record CellRecord(CellId id, boolean drained, long version, Instant registeredAt, Instant changedAt) {
    /** One that has just been registered. */
    static CellRecord open(CellId id, Instant at) {
        return new CellRecord(id, false, 1, at, at);
    }

    CellRecord drained(boolean shut, Instant at) {
        return new CellRecord(id, shut, version + 1, registeredAt, at);
    }
}
