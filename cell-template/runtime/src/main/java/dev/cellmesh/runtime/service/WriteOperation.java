package dev.cellmesh.runtime.service;

import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How is something written? By one statement of the write protocol, in the ring that the profile names (for every region: its
 * own): it decides, has its effect, and stores the answer that Java phrased.
 *
 * @param remedies by verdict: what may be tried before the statement is run once more
 */
public record WriteOperation(
        WriteProfile profile,
        Function<Input, Optional<Problem>> check,
        SqlStatement sql,
        Function<Call, Plan> plan,
        Map<String, Remedy> remedies)
        implements Operation {

    public WriteOperation(
            WriteProfile profile,
            Function<Input, Optional<Problem>> check,
            SqlStatement sql,
            Function<Call, Plan> plan) {
        this(profile, check, sql, plan, Map.of());
    }

    /**
     * What does one call of it bring along?
     *
     * @param parameters from the first placeholder behind the protocol's own
     * @param answers by verdict; the protocol adds {@code precondition-required} and {@code version-conflict}
     */
    public record Plan(List<Object> parameters, Map<String, Answer> answers) {}
}
