package dev.cellmesh.runtime.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Does an object keep to a schema that names its members, and says of each no more than plain texts, whole numbers and such objects
 * again need? The library walks a tree of its own for each body, which takes ten times as long as to parse it. A "no" is no verdict.
 *
 * @param members all that it may have, with what each has to be
 * @param required those that it must have
 */
record PlainObject(Map<String, Predicate<Object>> members, Set<String> required) implements Predicate<Object> {
    private static final String MEMBERS = "properties";
    private static final String REQUIRED = "required";
    private static final String OTHERS = "additionalProperties";
    private static final Set<String> UNDERSTOOD = Set.of("type", MEMBERS, REQUIRED, OTHERS);

    private static final String MIN = "minimum";
    private static final String MAX = "maximum";
    private static final Set<String> UNDERSTOOD_OF_NUMBERS = Set.of("type", MIN, MAX);

    /** Empty when the schema, or that of a member, says anything else. */
    static Optional<PlainObject> of(JsonSchema schema) {
        if (!PlainText.saysOnly(schema, UNDERSTOOD)
                || !"object".equals(schema.get("type"))
                || !Boolean.FALSE.equals(schema.get(OTHERS))) {
            return Optional.empty();
        }
        Map<String, Predicate<Object>> members = new HashMap<>();
        JsonObject described = schema.get(MEMBERS, new JsonObject());
        for (String name : described.fieldNames()) {
            Optional<Predicate<Object>> member = described.getValue(name) instanceof JsonObject json
                    ? member(JsonSchema.of(json))
                    : Optional.empty();
            if (member.isEmpty()) {
                return Optional.empty();
            }
            members.put(name, member.get());
        }
        Set<String> required = new HashSet<>();
        schema.get(REQUIRED, new JsonArray()).forEach(name -> required.add((String) name));
        return Optional.of(new PlainObject(Map.copyOf(members), Set.copyOf(required)));
    }

    private static Optional<Predicate<Object>> member(JsonSchema schema) {
        Optional<Predicate<Object>> text = PlainText.of(schema).map(plain -> plain);
        return text.or(() -> number(schema)).or(() -> of(schema).map(plain -> plain));
    }

    private static Optional<Predicate<Object>> number(JsonSchema schema) {
        if (!PlainText.saysOnly(schema, UNDERSTOOD_OF_NUMBERS)
                || !"integer".equals(schema.get("type"))
                || isFraction(schema.get(MIN))
                || isFraction(schema.get(MAX))) {
            return Optional.empty();
        }
        long min = schema.<Number>get(MIN, Long.MIN_VALUE).longValue();
        long max = schema.<Number>get(MAX, Long.MAX_VALUE).longValue();
        return Optional.of(value -> (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= min
                && ((Number) value).longValue() <= max);
    }

    private static boolean isFraction(Number bound) {
        return bound != null && !(bound instanceof Integer) && !(bound instanceof Long);
    }

    @Override
    public boolean test(Object value) {
        if (!(value instanceof JsonObject object)) {
            return false;
        }
        for (String name : required) {
            if (!object.containsKey(name)) {
                return false;
            }
        }
        for (String name : object.fieldNames()) {
            Predicate<Object> member = members.get(name);
            if (member == null || !member.test(object.getValue(name))) {
                return false;
            }
        }
        return true;
    }
}
