package dev.cellmesh.services.collab;

import dev.cellmesh.model.merge.HybridTimestamp;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where does a comment stand among those on its document? By its hybrid time, and of two at the same time, by its id, as a
 * database orders it. As a cursor opaque to clients, so that the key of the pages may change.
 */
record CommentPosition(HybridTimestamp writtenAt, UUID comment) implements Comparable<CommentPosition> {
    /** Before every comment. */
    static final CommentPosition START = new CommentPosition(HybridTimestamp.ZERO, new UUID(0, 0));

    private static final String PREFIX = "v1:";
    private static final Pattern FORM =
            Pattern.compile(PREFIX + "([0-9a-f]{16}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");
    /** {@link UUID#compareTo} compares signed halves, a database the bytes. */
    private static final Comparator<CommentPosition> ORDER = Comparator.comparing(CommentPosition::writtenAt)
            .thenComparing(position -> position.comment().toString());

    /** As the table has it: both parts of the time in one number that is never negative. */
    static CommentPosition of(long writtenAt, UUID comment) {
        HybridTimestamp time = HybridTimestamp.parse(HexFormat.of().toHexDigits(writtenAt))
                .orElseThrow(() -> new IllegalArgumentException("no hybrid time: " + writtenAt));
        return new CommentPosition(time, comment);
    }

    static long number(HybridTimestamp writtenAt) {
        return HexFormat.fromHexDigitsToLong(writtenAt.encode());
    }

    String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + writtenAt.encode() + ":" + comment).getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty when it is none that {@link #encode()} made. */
    static Optional<CommentPosition> decode(String text) {
        try {
            Matcher plain = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1));
            return plain.matches()
                    ? HybridTimestamp.parse(plain.group(1))
                            .map(time -> new CommentPosition(time, UUID.fromString(plain.group(2))))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(CommentPosition other) {
        return ORDER.compare(this, other);
    }
}
