package dev.cellmesh.services.edge.poison;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Is it the very same request again: tenant, method, target and body? Its key is left out, since whoever repeats a request under a new
 * key repeats what it does to a cell. The first half of a SHA-256, so that nobody can make a request look like another one.
 *
 * @param high the first eight bytes
 * @param low the next eight
 */
public record Fingerprint(long high, long low) {
    private static final byte SEPARATOR = 0;

    /** @param body as far as it is at hand; of one that is not, anything that tells it from others */
    public static Fingerprint of(String tenant, String method, String target, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {tenant, method, target}) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update(SEPARATOR);
            }
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest(body));
            return new Fingerprint(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
