package dev.cellmesh.runtime.service;

import dev.cellmesh.model.admission.Priority;
import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.problem.Problem;
import java.util.Optional;
import java.util.function.Function;

/**
 * What does one operation of a service do, and what does it promise? A value: the pipeline reads it, and picks the way to the
 * database from its profile.
 */
public sealed interface Operation permits ReadOperation, MergedRead, RegionalRead, WriteOperation, RegionalWrite {
    Profile profile();

    /** How urgent is a request for it? Writes before reads; a client may lower it for one request, and never raise it. */
    default Priority priority() {
        return switch (profile()) {
            case WriteProfile write -> Priority.CRITICAL;
            case ReadProfile read -> Priority.INTERACTIVE;
        };
    }

    /** What makes a request malformed that its schema cannot say; asked before anything else. */
    Function<Input, Optional<Problem>> check();

    /** The check of an operation whose schema says it all. */
    static Function<Input, Optional<Problem>> schemaOnly() {
        return input -> Optional.empty();
    }
}
