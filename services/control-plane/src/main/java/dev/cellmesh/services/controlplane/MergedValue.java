package dev.cellmesh.services.controlplane;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Does a merged value look like the versions that it replaces? The control plane does not know what entities mean. So every
 * member has to be one that some version has, of a kind that it has in some version, and none may be missing that all of them
 * have; within objects likewise, and each item of an array is of a kind that some version's array there has.
 */
final class MergedValue {
    /** Deeper than any entity of a service; the comparison takes a level of the stack for each. */
    static final int DEPTH_MAX = 16;

    private MergedValue() {}

    /** Where it differs, as a JSON pointer (RFC 6901); empty when it fits. */
    static Optional<String> misfit(JsonObject merged, List<JsonObject> versions) {
        return object(merged, versions, "", 1);
    }

    private static Optional<String> object(JsonObject merged, List<JsonObject> versions, String at, int depth) {
        TreeSet<String> names = new TreeSet<>(merged.fieldNames());
        versions.forEach(version -> names.addAll(version.fieldNames()));
        for (String name : names) {
            String here = at + '/' + name.replace("~", "~0").replace("/", "~1");
            if (!merged.containsKey(name)) {
                if (versions.stream().allMatch(version -> version.containsKey(name))) {
                    return Optional.of(here);
                }
                continue;
            }
            List<Object> others = versions.stream()
                    .filter(version -> version.containsKey(name))
                    .map(version -> Optional.ofNullable(version.getValue(name)).orElse(Kind.NULL))
                    .toList();
            Optional<String> misfit = value(merged.getValue(name), others, here, depth + 1);
            if (misfit.isPresent()) {
                return misfit;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(Object merged, List<Object> others, String at, int depth) {
        Kind kind = Kind.of(merged);
        List<Object> alike =
                others.stream().filter(other -> Kind.of(other) == kind).toList();
        if (alike.isEmpty() || depth > DEPTH_MAX) {
            return Optional.of(at);
        }
        if (merged instanceof JsonObject object) {
            return object(object, alike.stream().map(JsonObject.class::cast).toList(), at, depth);
        }
        return merged instanceof JsonArray array
                ? items(array, alike.stream().map(JsonArray.class::cast).toList(), at, depth)
                : Optional.empty();
    }

    private static Optional<String> items(JsonArray merged, List<JsonArray> versions, String at, int depth) {
        List<Object> others = versions.stream()
                .flatMap(JsonArray::stream)
                .map(item -> Optional.ofNullable(item).orElse(Kind.NULL))
                .toList();
        for (int i = 0; i < merged.size(); i++) {
            Optional<String> misfit = value(merged.getValue(i), others, at + '/' + i, depth + 1);
            if (misfit.isPresent()) {
                return misfit;
            }
        }
        return Optional.empty();
    }

    /** What JSON tells apart. */
    private enum Kind {
        OBJECT,
        ARRAY,
        TEXT,
        NUMBER,
        FLAG,
        NULL;

        static Kind of(Object value) {
            return switch (value) {
                case null -> NULL;
                case JsonObject object -> OBJECT;
                case JsonArray array -> ARRAY;
                case Number number -> NUMBER;
                case Boolean flag -> FLAG;
                case Kind none -> NULL;
                default -> TEXT;
            };
        }
    }
}
