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
 */
public record Read(RingId ring, ReadLevel level, SqlStatement sql, List<Object> parameters, Deadline deadline) {}
