package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.RingId;
import java.util.List;

/**
 * What is to be written, where, and who must have it before the answer? The statement returns exactly one row.
 *
 * @param parameters as in {@link Read}
 * @param deadline when nobody waits for the answer any more; past it the outcome is unknown, and the statement goes on
 */
public record Write(RingId ring, Durability durability, SqlStatement sql, List<Object> parameters, Deadline deadline) {}
