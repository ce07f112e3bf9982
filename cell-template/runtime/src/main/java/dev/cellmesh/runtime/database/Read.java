package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be read, where, and how fresh?
 *
 * @param parameters in the order of the placeholders; String, Long, Integer, Short, Boolean, UUID, OffsetDateTime, byte[],
 *     JsonObject, JsonArray, or null
 * @param deadline when nobody waits for the answer any more
 * @param olderIfUnreachable whether something older is better than nothing: when no server can answer at the level, the nearest
 *     replica does, and the answer says that it is {@link ReadLevel#EVENTUAL}, and how old it is
 * @param ageMax how old an answer may be besides what its level demands, which for some says nothing of age; empty for any
 */
public record Read(
        RingId ring,
        ReadLevel level,
        SqlStatement sql,
        List<Object> parameters,
        Deadline deadline,
        boolean olderIfUnreachable,
        Optional<Duration> ageMax) {
    public Read(
            RingId ring,
            ReadLevel level,
            SqlStatement sql,
            List<Object> parameters,
            Deadline deadline,
            boolean olderIfUnreachable) {
        this(ring, level, sql, parameters, deadline, olderIfUnreachable, Optional.empty());
    }

    /** At the level, or not at all. */
    public Read(RingId ring, ReadLevel level, SqlStatement sql, List<Object> parameters, Deadline deadline) {
        this(ring, level, sql, parameters, deadline, false);
    }

    public Read notOlderThan(Optional<Duration> age) {
        return new Read(ring, level, sql, parameters, deadline, olderIfUnreachable, age);
    }

    /** @param staleness empty when nobody can tell */
    boolean isYoungEnough(Optional<Duration> staleness) {
        return ageMax.isEmpty()
                || staleness.filter(age -> age.compareTo(ageMax.get()) <= 0).isPresent();
    }
}
