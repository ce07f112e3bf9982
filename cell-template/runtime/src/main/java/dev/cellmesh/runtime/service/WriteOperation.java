package dev.cellmesh.runtime.service;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How is something written? By one statement of the write protocol:
 * it decides, has its effect, and stores the answer that Java phrased.
 *
 * @param precondition what the statement makes of {@code If-Match}
 */
public record WriteOperation(
        Function<Input, Optional<Problem>> check,
        SqlStatement sql,
        Durability durability,
        Precondition precondition,
        Function<Call, Plan> plan)
        implements Operation {

    /** What does an operation make of {@code If-Match}? */
    public enum Precondition {
        /** Nothing: it makes something new. */
        IGNORED,
        /** It holds when sent. */
        OPTIONAL,
        /** Without it, the statement's verdict is {@code precondition-required}. */
        REQUIRED
    }

    /**
     * What does one call of it bring along?
     *
     * @param parameters from the first placeholder behind the protocol's own
     * @param answers by verdict; the protocol adds {@code precondition-required} and {@code version-conflict}
     */
    public record Plan(List<Object> parameters, Map<String, Answer> answers) {}
}
