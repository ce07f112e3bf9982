package dev.cellmesh.runtime.service;

import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How is something read?
 *
 * @param level the weakest that the operation's profile allows; a client may ask for more
 * @param parameters of the statement; by custom the home region and the tenant come first
 */
public record ReadOperation(
        Function<Input, Optional<Problem>> check,
        SqlStatement sql,
        ReadLevel level,
        Function<Call, List<Object>> parameters,
        BiFunction<Call, List<SqlRow>, Answer> answer)
        implements Operation {}
