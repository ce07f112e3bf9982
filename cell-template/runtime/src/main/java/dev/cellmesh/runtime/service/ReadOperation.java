package dev.cellmesh.runtime.service;

import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How is something read that lives in one ring: the tenant's home, or the one of the whole mesh?
 *
 * @param parameters of the statement; by custom the home region and the tenant come first
 */
public record ReadOperation(
        ReadProfile profile,
        Function<Input, Optional<Problem>> check,
        SqlStatement sql,
        Function<Call, List<Object>> parameters,
        BiFunction<Call, List<SqlRow>, Answer> answer)
        implements Operation {

    public ReadOperation {
        if (profile.residence() == Residence.EVERY_REGION) {
            throw new IllegalArgumentException(profile.entity() + " lives in every region: merge its rows");
        }
    }
}
