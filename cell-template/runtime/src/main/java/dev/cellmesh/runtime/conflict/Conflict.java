package dev.cellmesh.runtime.conflict;

import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.runtime.service.Revision;
import dev.cellmesh.runtime.service.SiblingsJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Which versions of an entity did not know of each other? Whoever finds the same ones finds the same conflict: its id follows
 * from the entity and the versions' vectors, so that it stands in the queue once, however often it is found.
 *
 * @param versions more than one
 */
public record Conflict(EntityKey entity, Siblings<Revision<JsonObject>> versions) {
    private static final String SIBLINGS = "siblings";
    private static final long VERSION_BITS = 0xf000L;
    /** The version of RFC 9562 for ids whose bits the application chooses. */
    private static final long VERSION_8 = 0x8000L;

    private static final long VARIANT_MASK = (1L << 62) - 1;
    private static final long VARIANT = 1L << 63;

    public Conflict {
        if (!versions.isConflict()) {
            throw new IllegalArgumentException("no conflict: " + versions);
        }
    }

    public UUID id() {
        List<String> parts = new ArrayList<>(List.of(entity.tenant().value(), entity.type(), entity.id()));
        parts.addAll(vectors());
        ByteBuffer digest = ByteBuffer.wrap(sha256(parts));
        long most = (digest.getLong() & ~VERSION_BITS) | VERSION_8;
        return new UUID(most, (digest.getLong() & VARIANT_MASK) | VARIANT);
    }

    /** As texts, in their order. */
    public List<String> vectors() {
        return versions.versions().stream()
                .map(version -> version.vector().encode())
                .toList();
    }

    /** As in the table: one object each. */
    public JsonArray versionsJson() {
        return SiblingsJson.encode(versions, UnaryOperator.identity()).getJsonArray(SIBLINGS);
    }

    /** The versions that a row of the table has. */
    public static Siblings<Revision<JsonObject>> versionsOf(JsonArray stored) {
        return SiblingsJson.decode(new JsonObject().put(SIBLINGS, stored), SiblingsJson::sorted);
    }

    /** What events tell: which entity and versions, but not what is in them. */
    public static JsonObject event(UUID id, EntityKey entity, List<String> vectors) {
        return new JsonObject()
                .put("id", id.toString())
                .put("tenant", entity.tenant().value())
                .put("entityType", entity.type())
                .put("entityId", entity.id())
                .put("vectors", new JsonArray(vectors));
    }

    /** Each part behind its length, so that no two lists of parts give the same bytes. */
    private static byte[] sha256(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
