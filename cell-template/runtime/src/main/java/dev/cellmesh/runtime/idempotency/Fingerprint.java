package dev.cellmesh.runtime.idempotency;

import dev.cellmesh.runtime.service.Input;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Is this the same request as the first with its key? SHA-256 over method, path with query, and the body as canonical JSON,
 * so that white space and the order of members make no difference.
 */
public final class Fingerprint {
    private static final byte SEPARATOR = '\n';

    private final byte[] bytes;

    private Fingerprint(byte[] bytes) {
        this.bytes = bytes;
    }

    /** One that was stored. */
    public static Fingerprint of(byte[] stored) {
        return new Fingerprint(stored.clone());
    }

    public static Fingerprint of(Input input) {
        MessageDigest digest = sha256();
        digest.update(input.method().getBytes(StandardCharsets.US_ASCII));
        digest.update(SEPARATOR);
        digest.update(input.uri().getBytes(StandardCharsets.UTF_8));
        digest.update(SEPARATOR);
        digest.update(((JsonObject) canonical(input.body())).encode().getBytes(StandardCharsets.UTF_8));
        return new Fingerprint(digest.digest());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** In the same time, however much of it is alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint fingerprint && MessageDigest.isEqual(bytes, fingerprint.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    private static Object canonical(Object value) {
        return switch (value) {
            case JsonObject object -> {
                Map<String, Object> sorted = new TreeMap<>();
                object.forEach(member -> sorted.put(member.getKey(), canonical(member.getValue())));
                JsonObject result = new JsonObject();
                sorted.forEach(result::put);
                yield result;
            }
            case JsonArray array -> {
                JsonArray result = new JsonArray();
                array.forEach(element -> result.add(canonical(element)));
                yield result;
            }
            case null -> null;
            default -> value;
        };
    }

    static byte[] sha256(byte[] bytes) {
        return sha256().digest(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
