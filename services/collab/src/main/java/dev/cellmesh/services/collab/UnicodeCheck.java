package dev.cellmesh.services.collab;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Input;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Are the texts of a body ones that a database takes? Half of a surrogate pair passes JSON, and no database takes it. */
final class UnicodeCheck {
    private UnicodeCheck() {}

    static Function<Input, Optional<Problem>> of(String... members) {
        return input -> Stream.of(members)
                .filter(member -> !StandardCharsets.UTF_8
                        .newEncoder()
                        .canEncode(input.body().getString(member)))
                .findFirst()
                .map(member -> Problem.of(ProblemType.MALFORMED_REQUEST, "The text is not well-formed Unicode.")
                        .with("field", member));
    }
}
