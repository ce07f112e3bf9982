package dev.cellmesh.runtime.service;

import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.runtime.problem.Problem;
import java.util.Optional;
import java.util.function.Function;

/**
 * What does one operation of a service do, and what does it promise? A value: the pipeline reads it, and picks the way to the
 * database from its profile.
 */
public sealed interface Operation permits ReadOperation, MergedRead, RegionalRead, WriteOperation, RegionalWrite {
    Profile profile();

    /** What makes a request malformed that its schema cannot say; asked before anything else. */
    Function<Input, Optional<Problem>> check();

    /** The check of an operation whose schema says it all. */
    static Function<Input, Optional<Problem>> schemaOnly() {
        return input -> Optional.empty();
    }
}
