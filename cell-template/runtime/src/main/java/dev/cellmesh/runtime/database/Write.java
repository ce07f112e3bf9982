package dev.cellmesh.runtime.database;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.RingId;
import java.util.List;
import java.util.Optional;

/**
 * What is to be written, where, and who must have it before the answer? The statement returns exactly one row.
 *
 * @param parameters as in {@link Read}
 * @param deadline when nobody waits for the answer any more; past it the outcome is unknown, and the statement goes on
 * @param tenant whose write it is, so that it leaves connections to others; empty for the node's own
 */
public record Write(
        RingId ring,
        Durability durability,
        SqlStatement sql,
        List<Object> parameters,
        Deadline deadline,
        Optional<TenantId> tenant) {
    /** The node's own. */
    public Write(RingId ring, Durability durability, SqlStatement sql, List<Object> parameters, Deadline deadline) {
        this(ring, durability, sql, parameters, deadline, Optional.empty());
    }

    public Write of(TenantId whose) {
        return new Write(ring, durability, sql, parameters, deadline, Optional.of(whose));
    }
}
