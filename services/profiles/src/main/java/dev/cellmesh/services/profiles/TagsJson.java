package dev.cellmesh.services.profiles;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.OrSet;
import dev.cellmesh.model.merge.VersionVector;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** How do tags stand in a row? For each its additions by region, and how many additions of each region have been seen. */
final class TagsJson {
    private static final String ELEMENTS = "elements";
    private static final String SEEN = "seen";

    private TagsJson() {}

    static JsonObject encode(OrSet<String> set) {
        JsonObject elements = new JsonObject();
        set.elements().forEach((tag, additions) -> {
            JsonObject numbers = new JsonObject();
            additions.forEach((region, number) -> numbers.put(region.name(), number));
            elements.put(tag, numbers);
        });
        return new JsonObject().put(ELEMENTS, elements).put(SEEN, set.seen().encode());
    }

    static OrSet<String> decode(JsonObject json) {
        if (json.isEmpty()) {
            return OrSet.empty();
        }
        Map<String, Map<Region, Long>> elements = new TreeMap<>();
        JsonObject tags = json.getJsonObject(ELEMENTS);
        for (String tag : tags.fieldNames()) {
            JsonObject numbers = tags.getJsonObject(tag);
            Map<Region, Long> additions = new TreeMap<>();
            numbers.fieldNames().forEach(region -> additions.put(new Region(region), numbers.getLong(region)));
            elements.put(tag, additions);
        }
        return new OrSet<>(elements, VersionVector.parse(json.getString(SEEN)).orElseThrow());
    }
}
