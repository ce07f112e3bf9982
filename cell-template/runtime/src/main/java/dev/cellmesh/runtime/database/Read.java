package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import java.util.List;

/**
 * What is to be read, where, and how fresh?
 *
 * @param parameters in the order of the placeholders; String, Long, Integer, Short, Boolean, UUID, OffsetDateTime, byte[],
 *     JsonObject, JsonArray, or null
 * @param deadline when nobody waits for the answer any more
 * @param olderIfUnreachable whether something older is better than nothing: when no server can answer at the level, the nearest
 *     replica does, and the answer says that it is {@link ReadLevel#EVENTUAL}, and how old it is
 */
public record Read(
        RingId ring,
        ReadLevel level,
        SqlStatement sql,
        List<Object> parameters,
        Deadline deadline,
        boolean olderIfUnreachable) {
    /** At the level, or not at all. */
    public Read(RingId ring, ReadLevel level, SqlStatement sql, List<Object> parameters, Deadline deadline) {
        this(ring, level, sql, parameters, deadline, false);
    }
}
