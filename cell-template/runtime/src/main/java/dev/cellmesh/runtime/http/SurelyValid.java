package dev.cellmesh.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.Validator;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import io.vertx.openapi.contract.Style;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Does a value surely keep to its schema? A "no" is no verdict: whoever gets one asks the library in full, which also says
 * what is wrong. The schemas are the library's own, with a validator for each that is made once; the library makes one for
 * each value, and copies all schemas of the contract for it. See RATIONALE.md. To be used on one event loop.
 */
final class SurelyValid {
    /** A number in JSON has one before it, and one in its exponent. */
    private static final int HYPHENS_OF_NUMBER_MAX = 2;

    /** By the schema itself: there are as many as the contract has. */
    private final IdentityHashMap<JsonSchema, Predicate<Object>> checks = new IdentityHashMap<>();

    SurelyValid(OpenAPIContract contract) {
        for (Operation operation : contract.operations()) {
            operation.getParameters().forEach(parameter -> add(contract, parameter.getSchema()));
            if (operation.getRequestBody() != null) {
                operation.getRequestBody().getContent().values().forEach(type -> add(contract, type.getSchema()));
            }
        }
    }

    private void add(OpenAPIContract contract, JsonSchema schema) {
        if (schema == null) {
            return;
        }
        Optional<Predicate<Object>> text = PlainText.of(schema).map(plain -> plain);
        Optional<Predicate<Object>> plain = text.or(() -> PlainObject.of(schema).map(object -> object));
        if (plain.isPresent()) {
            checks.put(schema, plain.get());
        } else {
            Validator validator = contract.getSchemaRepository().validator(schema);
            checks.put(schema, value -> validator.validate(value).getValid());
        }
    }

    /** @param value as it stands in the path or the query; null when it is not there */
    boolean isGood(Parameter parameter, String value) {
        boolean plain = parameter.getStyle() == Style.SIMPLE || parameter.getStyle() == Style.FORM;
        return plain
                && parameter.getSchemaType() == SchemaType.STRING
                && value != null
                && isTextOnly(value)
                && isGood(parameter.getSchema(), value);
    }

    /** The body, parsed; empty when it is not surely good. */
    Optional<JsonObject> body(RequestBody body, String contentType, Buffer sent) {
        MediaType type = body == null || sent.length() == 0 ? null : body.determineContentType(contentType);
        if (type == null || type.getSchema() == null) {
            return Optional.empty();
        }
        try {
            JsonObject parsed = new JsonObject(sent);
            return isGood(type.getSchema(), parsed) ? Optional.of(parsed) : Optional.empty();
        } catch (DecodeException malformed) {
            return Optional.empty();
        }
    }

    private boolean isGood(JsonSchema schema, Object value) {
        Predicate<Object> check = checks.get(schema);
        return check != null && check.test(value);
    }

    /**
     * The library takes a parameter for JSON if it can. Of letters, digits, underscores and hyphens, JSON knows only numbers and
     * three words: not what begins with a letter and has a hyphen behind it, and nothing with many hyphens, such as a UUID. What
     * has no hyphen is text to the library, too.
     */
    static boolean isTextOnly(String value) {
        int hyphens = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '-') {
                hyphens++;
            } else if (!isWord(c)) {
                return false;
            }
        }
        return !value.isEmpty() && (hyphens == 0 || isLetter(value.charAt(0)) || hyphens > HYPHENS_OF_NUMBER_MAX);
    }

    private static boolean isWord(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '_';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
