package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import java.util.List;
import java.util.Set;

/**
 * Which part of a request broke which rule of its schema? The validator also reports every schema around the broken rule, ends with
 * one of those, and calls a known member with a wrong value an additional one.
 */
final class BrokenSchema {
    private static final String ADDITIONAL = "additionalProperties";
    /** What only says that something inside is wrong. */
    private static final Set<String> AROUND = Set.of(
            "properties", "patternProperties", "items", "prefixItems", "propertyNames", "allOf", "$ref", ADDITIONAL);

    private BrokenSchema() {}

    static Problem problem(SchemaValidationException invalid) {
        OutputUnit unit = invalid.getOutputUnit();
        List<OutputUnit> errors = unit == null || unit.getErrors() == null ? List.of() : unit.getErrors();
        if (errors.isEmpty()) {
            return Problem.of(ProblemType.MALFORMED_REQUEST, invalid.getMessage());
        }
        OutputUnit broken = errors.stream()
                .filter(error -> !AROUND.contains(keyword(error)))
                .findFirst()
                .orElse(errors.getLast());
        String pointer = broken.getInstanceLocation().replaceFirst("^#", "");
        String detail = keyword(broken).equals(ADDITIONAL) ? "Nothing of this name is known." : broken.getError() + ".";
        // A parameter is not inside of anything, and only the message tells its name.
        return pointer.isEmpty()
                ? Problem.of(ProblemType.MALFORMED_REQUEST, invalid.getMessage())
                : Problem.of(ProblemType.MALFORMED_REQUEST, detail).with("pointer", pointer);
    }

    private static String keyword(OutputUnit error) {
        String location = error.getKeywordLocation();
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
