package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;

/** What does an administrator hear when the database did not do what was asked? */
final class Refusals {
    /** Long enough for a failover of a replica's read lease, short enough for a person who waits. */
    private static final int RETRY_AFTER_SECONDS = 2;

    private Refusals() {}

    static Reply of(Refusal why) {
        return of(why, RingId.GLOBAL.name());
    }

    /** @param home whose ring was asked */
    static Reply of(Refusal why, Region home) {
        return of(why, home.name());
    }

    static Reply fenced(Region home) {
        return retryable(ProblemType.FENCED, "Somebody else may write there now; nothing was changed.", home.name());
    }

    private static Reply of(Refusal why, String ring) {
        return switch (why) {
            case UNREACHABLE, NOT_CAUGHT_UP ->
                retryable(
                        ProblemType.REGION_UNAVAILABLE,
                        "What is asked for cannot be reached; nothing was changed.",
                        ring);
            case OVERLOADED ->
                retryable(ProblemType.OVERLOADED, "The database has too much to do; nothing was changed.");
            case CONTENDED -> contended();
            case DEADLINE_EXCEEDED ->
                retryable(ProblemType.DEADLINE_EXCEEDED, "The time was over before it began; nothing was changed.");
        };
    }

    static Reply contended() {
        return retryable(ProblemType.OVERLOADED, "Others change the mesh at the same time; nothing was changed.");
    }

    static Reply tooManyWaiters() {
        return retryable(ProblemType.OVERLOADED, "Too many nodes wait for routes here.");
    }

    static Reply unknownOutcome() {
        return Reply.problem(Problem.of(
                ProblemType.UNKNOWN_OUTCOME, "The change may or may not have been made: repeat it with the same key."));
    }

    private static Reply retryable(ProblemType type, String detail) {
        return Reply.problem(Problem.of(type, detail).with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS));
    }

    private static Reply retryable(ProblemType type, String detail, String region) {
        return Reply.problem(
                Problem.of(type, detail).with("region", region).with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS));
    }
}
