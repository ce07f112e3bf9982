package dev.cellmesh.runtime.idempotency;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.service.Input;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Which request is it, to be known again when it is repeated?
 *
 * @param fingerprint of the whole request: the same key with another one is a mistake
 */
public record Keyed(TenantId tenant, String key, Fingerprint fingerprint) {
    public static Keyed of(TenantId tenant, IdempotencyKey key, Input input) {
        return new Keyed(tenant, key.value(), Fingerprint.of(input));
    }

    /**
     * The number that a running statement holds in its database, so that a second one with the same key sees at once that the
     * first is running. Two keys with one number only make one of them wait for its next try.
     */
    public long lock() {
        byte[] digest = Fingerprint.sha256((tenant.value() + '\n' + key).getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }
}
