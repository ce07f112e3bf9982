package dev.cellmesh.runtime.service;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How is something read of which each region has rows of its own? The same statement is asked of the nearest copy of each
 * region's rows.
 *
 * @param parameters from {@code $2} on; {@code $1} is the region whose rows are read, as their home_region
 * @param only the one region that can have rows; empty for all
 * @param answer from the rows by region; every region that was asked is in it
 */
public record MergedRead(
        ReadProfile profile,
        Function<Input, Optional<Problem>> check,
        SqlStatement sql,
        Function<Call, List<Object>> parameters,
        Function<Call, Optional<Region>> only,
        BiFunction<Call, Map<Region, List<SqlRow>>, Answer> answer)
        implements Operation {

    public MergedRead(
            ReadProfile profile,
            Function<Input, Optional<Problem>> check,
            SqlStatement sql,
            Function<Call, List<Object>> parameters,
            BiFunction<Call, Map<Region, List<SqlRow>>, Answer> answer) {
        this(profile, check, sql, parameters, call -> Optional.empty(), answer);
    }

    public MergedRead {
        if (profile.residence() != Residence.EVERY_REGION) {
            throw new IllegalArgumentException(profile.entity() + " lives in one place: nothing is to be merged");
        }
    }
}
