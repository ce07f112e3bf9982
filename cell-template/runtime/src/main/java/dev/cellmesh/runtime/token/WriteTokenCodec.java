package dev.cellmesh.runtime.token;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.RingId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How far has a client seen its tenant's writes? Turns a position into an opaque token that only the mesh can make, and back.
 * A token is for one tenant: the same text under another one is a forgery.
 *
 * <p>Form: {@code <version>.<base64url of the position>.<base64url of the first 16 bytes of an HMAC-SHA256>}.
 */
public final class WriteTokenCodec {
    public static final String WRITTEN = "X-Write-Timestamp";
    public static final String LAST_SEEN = "X-Last-Write-Timestamp";

    private static final String VERSION = "1";
    private static final String ALGORITHM = "HmacSHA256";
    /** 128 bits cannot be guessed, and keep the header short. */
    private static final int MAC_BYTES = 16;
    /** Ours have about 90 characters. */
    private static final int LENGTH_MAX = 512;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec secret;

    /** @param secret the same on all nodes of a mesh, not empty */
    public WriteTokenCodec(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    public String encode(TenantId tenant, Position position) {
        String payload = ENCODER.encodeToString(text(position).getBytes(StandardCharsets.UTF_8));
        return VERSION + "." + payload + "." + ENCODER.encodeToString(mac(tenant, payload));
    }

    /** Empty when the token is malformed, forged, or another tenant's. */
    public Optional<Position> decode(TenantId tenant, String token) {
        String[] parts = token.length() > LENGTH_MAX ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            if (!MessageDigest.isEqual(
                    mac(tenant, parts[1]), Base64.getUrlDecoder().decode(parts[2]))) {
                return Optional.empty();
            }
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            return Optional.of(position(new String(payload, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String text(Position position) {
        return switch (position) {
            case WalPosition wal ->
                "wal " + wal.ring().name() + " " + wal.timeline() + " " + Long.toUnsignedString(wal.lsn());
            case ClockPosition clock ->
                "clock " + clock.ring().name() + " " + clock.timestamp().toPlainString();
        };
    }

    private static Position position(String text) {
        String[] parts = text.split(" ", -1);
        return switch (parts[0]) {
            case "wal" ->
                new WalPosition(RingId.parse(parts[1]), Integer.parseInt(parts[2]), Long.parseUnsignedLong(parts[3]));
            case "clock" -> new ClockPosition(RingId.parse(parts[1]), new BigDecimal(parts[2]));
            default -> throw new IllegalArgumentException("not a kind of position: " + parts[0]);
        };
    }

    private byte[] mac(TenantId tenant, String payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] full = mac.doFinal((VERSION + "." + tenant + "." + payload).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(full, MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
