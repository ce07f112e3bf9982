package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.database.Refusal;

/** What came of a change that was decided at some epoch? */
sealed interface ChangeOutcome {
    /** It is made, or its refusal is noted, for good. */
    record Done() implements ChangeOutcome {}

    /** The mesh has changed since: decide again. */
    record Stale() implements ChangeOutcome {}

    /** The key has an answer already. */
    record NotClaimed() implements ChangeOutcome {}

    /** Nothing happened, surely. */
    record Unavailable(Refusal why) implements ChangeOutcome {}

    /** It may or may not have happened, now or later. */
    record Unknown() implements ChangeOutcome {}
}
