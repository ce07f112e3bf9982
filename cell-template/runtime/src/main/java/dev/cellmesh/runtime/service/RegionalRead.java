package dev.cellmesh.runtime.service;

import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.runtime.problem.Problem;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** How is an entity read that every region may write? */
public record RegionalRead<S>(
        ReadProfile profile,
        Function<Input, Optional<Problem>> check,
        RegionalEntity<S> entity,
        Function<Call, String> entityId,
        BiFunction<Call, Merged<S>, Answer> answer)
        implements Operation {

    public RegionalRead {
        if (profile.residence() != Residence.EVERY_REGION) {
            throw new IllegalArgumentException(profile.entity() + " does not live in every region");
        }
    }
}
