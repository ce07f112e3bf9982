package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.problem.Problem;

/** Carries a refusal through libraries that only know exceptions; caught in the same package, never seen outside. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refused(Problem problem) {
        super(problem.type().slug(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
