package dev.cellmesh.runtime.service;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How is something written? By one statement of the write protocol, in the ring that the profile names: it decides, has its
 * effect, and stores the answer that Java phrased.
 *
 * @param region of {@link Residence#EVERY_REGION}: whose row is written; by custom the cell's own. One that the mesh does not have
 *     counts as the cell's own, which has no such row either
 * @param beforehand what has to be known of other rings before the statement is run
 * @param remedies by verdict: what may be tried before the statement is run once more
 */
public record WriteOperation(
        WriteProfile profile,
        Function<Input, Optional<Problem>> check,
        SqlStatement sql,
        Function<Call, Plan> plan,
        Function<Call, Region> region,
        Optional<Remedy> beforehand,
        Map<String, Remedy> remedies)
        implements Operation {

    public WriteOperation(
            WriteProfile profile,
            Function<Input, Optional<Problem>> check,
            SqlStatement sql,
            Function<Call, Plan> plan) {
        this(profile, check, sql, plan, Call::region, Optional.empty(), Map.of());
    }

    /** In the ring of that region, wherever the request arrived. */
    public WriteOperation in(Function<Call, Region> other) {
        return new WriteOperation(profile, check, sql, plan, other, beforehand, remedies);
    }

    public WriteOperation knowing(Remedy first) {
        return new WriteOperation(profile, check, sql, plan, region, Optional.of(first), remedies);
    }

    public WriteOperation remedied(Map<String, Remedy> byVerdict) {
        return new WriteOperation(profile, check, sql, plan, region, beforehand, byVerdict);
    }

    /** Does its statement take what was found out elsewhere as one more last parameter? */
    public boolean takesFindings() {
        return beforehand.isPresent() || !remedies.isEmpty();
    }

    /**
     * What does one call of it bring along?
     *
     * @param parameters from the first placeholder behind the protocol's own
     * @param answers by verdict; the protocol adds {@code precondition-required} and {@code version-conflict}
     */
    public record Plan(List<Object> parameters, Map<String, Answer> answers) {}
}
