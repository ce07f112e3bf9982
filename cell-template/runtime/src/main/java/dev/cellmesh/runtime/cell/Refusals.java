package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;

/** How does the contract name what a database could not do? The one place that maps it. */
final class Refusals {
    /** As long as a pool needs to notice that a server is back, or a queue to drain. */
    private static final int RETRY_AFTER_SECONDS = 1;

    private Refusals() {}

    static Reply reply(Refusal why, RingId ring) {
        return switch (why) {
            case UNREACHABLE ->
                retryLater(Problem.of(ProblemType.REGION_UNAVAILABLE, "The data of the region cannot be reached.")
                        .with("region", ring.name()));
            case NOT_CAUGHT_UP ->
                retryLater(
                        Problem.of(ProblemType.NOT_CAUGHT_UP, "The region has not come as far as the token says, yet.")
                                .with("region", ring.name()));
            case OVERLOADED ->
                retryLater(Problem.of(ProblemType.OVERLOADED, "The database has as much to do as it can carry."));
            case CONTENDED ->
                retryLater(Problem.of(ProblemType.OVERLOADED, "Other requests held the same entity for too long."));
            case DEADLINE_EXCEEDED ->
                retryLater(Problem.of(ProblemType.DEADLINE_EXCEEDED, "The deadline passed, and nothing was done."));
        };
    }

    static Reply fenced(RingId ring) {
        return retryLater(Problem.of(ProblemType.FENCED, "Another writer has taken over the region.")
                .with("region", ring.name()));
    }

    static Reply unknown() {
        return retryLater(Problem.of(
                ProblemType.UNKNOWN_OUTCOME,
                "Nobody can say yet whether it happened: repeat the request with the same key."));
    }

    private static Reply retryLater(Problem problem) {
        return Reply.problem(problem.with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS));
    }
}
