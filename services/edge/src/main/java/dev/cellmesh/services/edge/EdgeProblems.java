package dev.cellmesh.services.edge;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import java.util.Map;

/** In which words does the edge refuse what it can only find out after it admitted a request? */
final class EdgeProblems {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final String RETRY_AFTER = "retryAfter";

    private EdgeProblems() {}

    /** The headers that go with a refusal that another try can turn. */
    static Map<String, String> retryAfter(Problem problem) {
        if (problem.fields().get(RETRY_AFTER) instanceof Number seconds) {
            return Map.of("Retry-After", seconds.toString());
        }
        int status = problem.type().status();
        return status == 503 || status == 504 ? Map.of("Retry-After", Integer.toString(RETRY_AFTER_SECONDS)) : Map.of();
    }

    /** @param seconds until it may be sent again */
    static Problem poison(long seconds) {
        return Problem.of(
                        ProblemType.ABNORMAL_USAGE_DETECTED,
                        "Cells crashed while they worked at such requests, so that this one was not sent to any.")
                .with(RETRY_AFTER, seconds);
    }

    static Problem regionUnavailable(Region region, String detail) {
        return Problem.of(ProblemType.REGION_UNAVAILABLE, detail)
                .with("region", region.name())
                .with(RETRY_AFTER, RETRY_AFTER_SECONDS);
    }

    static Problem bodyTooLarge(EdgeLimits limits) {
        return Problem.of(ProblemType.BODY_TOO_LARGE, "A body may have " + limits.bodyBytesMax() + " bytes.")
                .with("bytesMax", limits.bodyBytesMax());
    }

    static Problem bodyTooSlow() {
        return Problem.of(ProblemType.REQUEST_TIMEOUT, "The body came too slowly; nothing was done.");
    }

    static Problem deadlineExceeded() {
        return Problem.of(ProblemType.DEADLINE_EXCEEDED, "The deadline has passed, and nothing was done.");
    }

    static Problem unknownOutcome(boolean hasKey) {
        return Problem.of(
                ProblemType.UNKNOWN_OUTCOME,
                hasKey
                        ? "The cell did not answer in time. Send the same request with the same Idempotency-Key again."
                        : "The cell did not answer in time. Read before you send the request again.");
    }
}
