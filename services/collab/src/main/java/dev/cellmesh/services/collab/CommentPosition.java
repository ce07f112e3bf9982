package dev.cellmesh.services.collab;

import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Pages;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Where does a comment stand among those on its document? By its hybrid time, and of two at the same time, by its id, as a
 * database orders it.
 */
record CommentPosition(HybridTimestamp writtenAt, UUID comment) implements Comparable<CommentPosition> {
    /** Before every comment. */
    static final CommentPosition START = new CommentPosition(HybridTimestamp.ZERO, new UUID(0, 0));

    static final Pages<CommentPosition> PAGES = new Pages<>(START, CommentPosition::toString, CommentPosition::parse);

    private static final char BETWEEN = ':';
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

    /** Empty when it is none that {@link #toString} made. */
    private static Optional<CommentPosition> parse(String text) {
        int between = text.indexOf(BETWEEN);
        if (between < 0) {
            return Optional.empty();
        }
        return HybridTimestamp.parse(text.substring(0, between))
                .flatMap(time -> Ids.parse(text.substring(between + 1)).map(id -> new CommentPosition(time, id)));
    }

    @Override
    public String toString() {
        return writtenAt.encode() + BETWEEN + comment;
    }

    @Override
    public int compareTo(CommentPosition other) {
        return ORDER.compare(this, other);
    }
}
