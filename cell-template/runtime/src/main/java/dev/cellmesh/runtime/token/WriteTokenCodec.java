package dev.cellmesh.runtime.token;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.Snapshot;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Seen;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How far has a client seen its tenant's rows? Turns that into an opaque token that only the mesh can make, and back. A token is
 * for one tenant: the same text under another one is a forgery.
 *
 * <p>Form: {@code <version>.<base64url of the content>.<base64url of the first 16 bytes of an HMAC-SHA256>}. Tokens of version 1,
 * which held one ring, are not read any more.
 */
public final class WriteTokenCodec {
    public static final String WRITTEN = "X-Write-Timestamp";
    public static final String LAST_SEEN = "X-Last-Write-Timestamp";
    /** A client may hold one of each thing it did; whoever has more hands on the latest ones, or merges by one read. */
    public static final int TOKENS_MAX = 8;
    /**
     * Three rings take about 150 characters, 400 with many running transactions. A mesh of 20 regions still has room, and
     * {@link #TOKENS_MAX} of the usual length stay below the 8 KiB that headers may have.
     */
    public static final int LENGTH_MAX = 2_048;

    private static final String VERSION = "2";
    private static final String ALGORITHM = "HmacSHA256";
    /** 128 bits cannot be guessed, and keep the header short. */
    private static final int MAC_BYTES = 16;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** Never used itself: each token gets a copy, which is cheaper than to look the algorithm up and to prepare the key again. */
    private final Mac keyed;

    /** @param secret the same on all nodes of a mesh, not empty */
    public WriteTokenCodec(String secret) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Never longer than {@link #LENGTH_MAX}; what does not fit demands a little more than was seen. */
    public String encode(TenantId tenant, Seen seen) {
        String token = encoded(tenant, seen);
        return token.length() <= LENGTH_MAX ? token : encoded(tenant, stricter(seen));
    }

    private String encoded(TenantId tenant, Seen seen) {
        String payload = ENCODER.encodeToString(SeenBytes.write(seen));
        return VERSION + "." + payload + "." + ENCODER.encodeToString(mac(tenant, payload));
    }

    private static Seen stricter(Seen seen) {
        Map<RingId, Position> positions = new HashMap<>();
        seen.positions()
                .forEach((ring, position) -> positions.put(
                        ring,
                        position instanceof WalPosition wal
                                ? new WalPosition(
                                        ring,
                                        wal.timeline(),
                                        wal.lsn(),
                                        wal.snapshot().map(Snapshot::stricter))
                                : position));
        return new Seen(positions, seen.clock());
    }

    /**
     * Several tokens, as a client has them that did several things at once, separated by commas.
     *
     * @return what was seen by who has seen all of it; empty when one is malformed, forged, or another tenant's, and when there
     *     are more than {@link #TOKENS_MAX}
     */
    public Optional<Seen> decodeAll(TenantId tenant, String header) {
        String[] tokens = header.split(",", TOKENS_MAX + 1);
        if (tokens.length > TOKENS_MAX) {
            return Optional.empty();
        }
        Optional<Seen> all = Optional.of(Seen.NOTHING);
        for (String token : tokens) {
            all = all.flatMap(before -> decode(tenant, token.strip()).map(before::merge));
        }
        return all;
    }

    /** Empty when the token is malformed, forged, or another tenant's. */
    public Optional<Seen> decode(TenantId tenant, String token) {
        String[] parts = token.length() > LENGTH_MAX ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            if (!MessageDigest.isEqual(
                    mac(tenant, parts[1]), Base64.getUrlDecoder().decode(parts[2]))) {
                return Optional.empty();
            }
            return Optional.of(SeenBytes.read(Base64.getUrlDecoder().decode(parts[1])));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private byte[] mac(TenantId tenant, String payload) {
        try {
            byte[] full = ((Mac) keyed.clone())
                    .doFinal((VERSION + "." + tenant + "." + payload).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(full, MAC_BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK's " + ALGORITHM + " can be copied", e);
        }
    }
}
