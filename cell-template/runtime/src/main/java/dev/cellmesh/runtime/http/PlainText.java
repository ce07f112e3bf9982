package dev.cellmesh.runtime.http;

import io.vertx.json.schema.JsonSchema;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Does a text keep to a schema that says no more of it than its form and its length? Such as ids, whose pattern the library
 * would compile anew for each. A "no" may be wrong for texts beyond ASCII, whose length the library counts in another way.
 */
record PlainText(Optional<Pattern> form, int lengthMin, int lengthMax) implements Predicate<Object> {
    private static final String FORM = "pattern";
    private static final String LENGTH_MIN = "minLength";
    private static final String LENGTH_MAX = "maxLength";
    private static final Set<String> UNDERSTOOD = Set.of("type", FORM, LENGTH_MIN, LENGTH_MAX);
    /** What is for people, and what the library notes in a schema, means nothing to a value. */
    private static final Set<String> MEANINGLESS =
            Set.of("title", "description", "example", "examples", "__absolute_uri__", "__absolute_ref__");

    /** Empty when the schema says anything else. */
    static Optional<PlainText> of(JsonSchema schema) {
        if (!saysOnly(schema, UNDERSTOOD) || !"string".equals(schema.get("type"))) {
            return Optional.empty();
        }
        return Optional.of(new PlainText(
                Optional.ofNullable(schema.<String>get(FORM)).map(Pattern::compile),
                schema.<Number>get(LENGTH_MIN, 0).intValue(),
                schema.<Number>get(LENGTH_MAX, Integer.MAX_VALUE).intValue()));
    }

    /** Has it no keyword but these, and such as mean nothing to a value? */
    static boolean saysOnly(JsonSchema schema, Set<String> understood) {
        return schema.fieldNames().stream()
                .allMatch(keyword -> understood.contains(keyword) || MEANINGLESS.contains(keyword));
    }

    @Override
    public boolean test(Object value) {
        return value instanceof String text
                && text.length() >= lengthMin
                && text.length() <= lengthMax
                && form.map(pattern -> pattern.matcher(text).find()).orElse(true);
    }
}
