package dev.cellmesh.runtime.consistency;

import dev.cellmesh.runtime.pipeline.Reply;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * What does {@code GET /v1/consistency} answer? The same bytes on every node that knows the same profiles, and so the same tag.
 *
 * @param etag strong; follows from the body
 */
public record ProfilesDocument(Buffer body, String etag) {
    public static final String TARGET = "/v1/consistency";
    /** Two thousand operations of half a kilobyte each; what is larger is a fault. */
    public static final int BYTES_MAX = 1 << 20;

    /** 128 bits: no two documents ever share a tag. */
    private static final int TAG_BYTES = 16;

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    public static ProfilesDocument of(Buffer body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return new ProfilesDocument(body, '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /** @param ifNoneMatch the request's header, or null */
    public Reply reply(String ifNoneMatch) {
        return isKnownTo(ifNoneMatch)
                // A shared cache asks again each time, which costs it no body.
                ? new Reply(NOT_MODIFIED, Reply.OK, Map.of("ETag", etag, "Cache-Control", "no-cache"), Buffer.buffer())
                : new Reply(
                        OK,
                        Reply.OK,
                        Map.of(Reply.CONTENT_TYPE, Reply.JSON, "ETag", etag, "Cache-Control", "no-cache"),
                        body);
    }

    private boolean isKnownTo(String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String tag : ifNoneMatch.split(",", -1)) {
            String bare = tag.strip();
            if (bare.equals("*") || bare.equals(etag) || bare.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
