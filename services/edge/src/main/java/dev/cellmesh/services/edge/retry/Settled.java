package dev.cellmesh.services.edge.retry;

import dev.cellmesh.runtime.problem.ProblemType;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Does the answer to a repeated write tell what became of the write? The first one may still be on its way at a cell that only lost
 * its connection. So the answer must be one that is stored under the key, and binds the first one, too: an effect, or a refusal by the
 * domain. A refusal before that ("overloaded", "wrong cell", "still running") speaks of the repetition alone.
 */
public final class Settled {
    private static final Set<Integer> DOMAIN = Set.of(404, 409, 412, 422);
    /** Of those statuses, but not stored under the key. */
    private static final Set<ProblemType> NOT_STORED =
            Set.of(ProblemType.UNKNOWN_PATH, ProblemType.UNKNOWN_TENANT, ProblemType.IDEMPOTENCY_IN_PROGRESS);

    private static final Set<String> STORED = Arrays.stream(ProblemType.values())
            .filter(type -> DOMAIN.contains(type.status()) && !NOT_STORED.contains(type))
            .map(ProblemType::uri)
            .collect(Collectors.toUnmodifiableSet());

    private Settled() {}

    /** Whether the body has to be read to know. */
    public static boolean dependsOnType(int status) {
        return DOMAIN.contains(status);
    }

    /** @param type of the problem, where it could be read */
    public static boolean is(int status, Optional<String> type) {
        return dependsOnType(status) ? type.filter(STORED::contains).isPresent() : status < 300;
    }
}
