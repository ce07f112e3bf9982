package dev.cellmesh.runtime.service;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.model.merge.Versioned;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How does a region's row keep the versions of an entity that no other one replaces? The same for every such entity, so that
 * conflicts are found and settled by whoever knows nothing of what the entity means:
 *
 * <pre>{"siblings": [{"vector": "us-east1:3", "value": {...}, "writtenAt": "0192d9f1c2a80000", "region": "us-east1"}]}</pre>
 *
 * <p>{@code vector} is {@link VersionVector#encode()}, {@code writtenAt} is {@link HybridTimestamp#encode()}, {@code value} is
 * the entity's own. There are as many conflicting versions as siblings in the merge of all regions' rows. To settle a conflict,
 * store {@code siblings.resolve(region, new Revision(...))} alone in the row of that region, whose own state has to be among
 * those merged.
 */
public final class SiblingsJson {
    private static final String SIBLINGS = "siblings";
    private static final String VECTOR = "vector";
    private static final String VALUE = "value";
    private static final String WRITTEN_AT = "writtenAt";
    private static final String REGION = "region";

    private SiblingsJson() {}

    /** An entity of which every version is kept that no other one replaces. */
    public static <V> RegionalEntity<Siblings<Revision<V>>> entity(
            String type, Function<V, JsonObject> encode, Function<JsonObject, V> decode) {
        return new RegionalEntity<>(
                type,
                Siblings.empty(),
                Siblings::merge,
                siblings -> encode(siblings, encode),
                json -> decode(json, decode),
                SiblingsJson::latest);
    }

    public static <V> JsonObject encode(Siblings<Revision<V>> siblings, Function<V, JsonObject> encode) {
        JsonArray all = new JsonArray();
        siblings.versions()
                .forEach(version -> all.add(new JsonObject()
                        .put(VECTOR, version.vector().encode())
                        .put(VALUE, encode.apply(version.value().value()))
                        .put(WRITTEN_AT, version.value().writtenAt().encode())
                        .put(REGION, version.value().region().name())));
        return new JsonObject().put(SIBLINGS, all);
    }

    /**
     * @param decode {@link #sorted} for who does not know what the value means
     * @throws IllegalArgumentException for anything but what {@link #encode} gives: a row that nothing of ours has written
     */
    public static <V> Siblings<Revision<V>> decode(JsonObject state, Function<JsonObject, V> decode) {
        if (!(state.getValue(SIBLINGS) instanceof JsonArray all)) {
            throw new IllegalArgumentException("a state without siblings");
        }
        List<Versioned<Revision<V>>> versions = all.stream()
                .map(each -> {
                    if (!(each instanceof JsonObject one)) {
                        throw new IllegalArgumentException("a sibling that is no object");
                    }
                    return version(one, decode);
                })
                .toList();
        return new Siblings<>(versions);
    }

    private static <V> Versioned<Revision<V>> version(JsonObject one, Function<JsonObject, V> decode) {
        if (!(one.getValue(VALUE) instanceof JsonObject value)) {
            throw new IllegalArgumentException("a sibling without a value");
        }
        VersionVector vector = VersionVector.parse(text(one, VECTOR))
                .orElseThrow(() -> new IllegalArgumentException("a sibling whose vector is none"));
        HybridTimestamp writtenAt = HybridTimestamp.parse(text(one, WRITTEN_AT))
                .orElseThrow(() -> new IllegalArgumentException("a sibling written at no time"));
        return new Versioned<>(vector, new Revision<>(decode.apply(value), writtenAt, new Region(text(one, REGION))));
    }

    private static String text(JsonObject one, String member) {
        if (!(one.getValue(member) instanceof String text)) {
            throw new IllegalArgumentException("a sibling without " + member);
        }
        return text;
    }

    /** When the latest of them was written. */
    public static <V> Optional<HybridTimestamp> latest(Siblings<Revision<V>> siblings) {
        return siblings.versions().stream()
                .map(version -> version.value().writtenAt())
                .max(Comparator.naturalOrder());
    }

    /**
     * The same value with its members in one order, so that its text is the same in every region: databases give members back in
     * an order of their own.
     */
    public static JsonObject sorted(JsonObject value) {
        Map<String, Object> members = new TreeMap<>();
        value.forEach(member -> members.put(member.getKey(), sortedInside(member.getValue())));
        JsonObject sorted = new JsonObject();
        members.forEach(sorted::put);
        return sorted;
    }

    private static Object sortedInside(Object value) {
        if (value instanceof JsonObject object) {
            return sorted(object);
        }
        if (value instanceof JsonArray array) {
            JsonArray items = new JsonArray();
            array.forEach(item -> items.add(sortedInside(item)));
            return items;
        }
        return value;
    }
}
