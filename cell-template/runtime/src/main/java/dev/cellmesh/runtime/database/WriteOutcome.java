package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Served;

/** What came of a write? */
public sealed interface WriteOutcome {
    /** It is committed with the asked durability. */
    record Committed(SqlRow row, Served served) implements WriteOutcome {}

    /** Nothing happened, surely. */
    record Unavailable(Refusal why) implements WriteOutcome {}

    /** It may or may not have happened, now or later: only the idempotency key can tell. */
    record Unknown(String reason) implements WriteOutcome {}
}
