package dev.cellmesh.services.profiles;

import dev.cellmesh.model.merge.LwwRegister;
import dev.cellmesh.model.merge.MergeMap;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How do preferences stand in a row? A register for each field; the one of a removed field has no value. */
final class PreferencesJson {
    private static final String VALUE = "value";

    private PreferencesJson() {}

    static JsonObject encode(MergeMap<Preference> map) {
        JsonObject fields = new JsonObject();
        map.fields()
                .forEach((field, register) -> register.written().ifPresent(written -> {
                    JsonObject json = RegisterJson.stamped(written);
                    written.value().ifPresent(value -> json.put(VALUE, value.json()));
                    fields.put(field, json);
                }));
        return fields;
    }

    static MergeMap<Preference> decode(JsonObject fields) {
        Map<String, LwwRegister<Optional<Preference>>> registers = new TreeMap<>();
        for (String field : fields.fieldNames()) {
            JsonObject json = fields.getJsonObject(field);
            registers.put(
                    field,
                    LwwRegister.of(
                            Optional.ofNullable(json.getValue(VALUE)).map(Preference::of),
                            RegisterJson.timestamp(json),
                            RegisterJson.region(json)));
        }
        return new MergeMap<>(registers);
    }
}
