package dev.cellmesh.services.profiles;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.LwwRegister;
import io.vertx.core.json.JsonObject;

/** How does a last-writer-wins register of a text stand in a row? {@code {"value", "at", "in"}}; empty when nobody wrote. */
final class RegisterJson {
    private static final String VALUE = "value";
    private static final String AT = "at";
    private static final String IN = "in";

    private RegisterJson() {}

    static JsonObject encode(LwwRegister<String> register) {
        return register.written()
                .map(written -> stamped(written).put(VALUE, written.value()))
                .orElseGet(JsonObject::new);
    }

    static LwwRegister<String> decode(JsonObject json) {
        return json.isEmpty()
                ? LwwRegister.empty()
                : LwwRegister.of(json.getString(VALUE), timestamp(json), region(json));
    }

    /** When and where, without what. */
    static JsonObject stamped(LwwRegister.Written<?> written) {
        return new JsonObject()
                .put(AT, written.timestamp().encode())
                .put(IN, written.region().name());
    }

    static HybridTimestamp timestamp(JsonObject json) {
        return HybridTimestamp.parse(json.getString(AT)).orElseThrow();
    }

    static Region region(JsonObject json) {
        return new Region(json.getString(IN));
    }
}
