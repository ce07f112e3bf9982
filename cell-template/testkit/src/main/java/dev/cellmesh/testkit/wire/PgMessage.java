package dev.cellmesh.testkit.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * What does one message of PostgreSQL's protocol say, and how is one made?
 *
 * @param type as the protocol names it, or {@link #UNTYPED}
 * @param frame all of it, header included
 */
public record PgMessage(char type, Buffer frame) {
    /** The type given for messages that have none: the client's first ones. */
    public static final char UNTYPED = 0;

    public static final int SSL_REQUEST = 80_877_103;
    public static final int GSS_REQUEST = 80_877_104;
    public static final int CANCEL_REQUEST = 80_877_102;
    public static final int PROTOCOL_3 = 196_608;

    private static final String APPLICATION_NAME = "application_name";
    private static final int LENGTH_BYTES = 4;

    /** Where the contents begin. */
    public int bodyAt() {
        return type == UNTYPED ? LENGTH_BYTES : LENGTH_BYTES + 1;
    }

    /** What a client's first message is about. */
    public int startupCode() {
        return frame.getInt(bodyAt());
    }

    /** As the client names itself in its start-up message; empty when it does not. */
    public String applicationName() {
        // The body is the version, then names and values, each ended by a zero.
        int at = bodyAt() + Integer.BYTES;
        while (at < frame.length() && frame.getByte(at) != 0) {
            int valueAt = afterTextAt(at);
            if (textAt(at).equals(APPLICATION_NAME)) {
                return textAt(valueAt);
            }
            at = afterTextAt(valueAt);
        }
        return "";
    }

    /** The text that begins there and ends before a zero. */
    String textAt(int at) {
        return frame.getString(at, zeroAfter(at), StandardCharsets.UTF_8.name());
    }

    /** Where the text that begins there is over, its zero included. */
    int afterTextAt(int at) {
        return zeroAfter(at) + 1;
    }

    private int zeroAfter(int at) {
        int end = at;
        while (frame.getByte(end) != 0) {
            end++;
        }
        return end;
    }

    static PgMessage of(char type, Buffer body) {
        return new PgMessage(
                type,
                Buffer.buffer()
                        .appendByte((byte) type)
                        .appendInt(body.length() + LENGTH_BYTES)
                        .appendBuffer(body));
    }

    static PgMessage query(String text) {
        return of('Q', Buffer.buffer(text).appendByte((byte) 0));
    }

    /** The same, with another statement. */
    PgMessage withStatement(String text) {
        if (type == 'Q') {
            return query(text);
        }
        int nameEnd = afterTextAt(bodyAt());
        int textEnd = afterTextAt(nameEnd);
        return of(
                'P',
                frame.getBuffer(bodyAt(), nameEnd)
                        .appendString(text)
                        .appendByte((byte) 0)
                        .appendBuffer(frame.getBuffer(textEnd, frame.length())));
    }

    static PgMessage error(WireError error) {
        return of('E', fields(error));
    }

    static PgMessage notice(WireError notice) {
        return of('N', fields(notice));
    }

    private static Buffer fields(WireError error) {
        Buffer body = Buffer.buffer();
        field(body, 'S', error.severity());
        field(body, 'V', error.severity());
        field(body, 'C', error.sqlState());
        field(body, 'M', error.message());
        return body.appendByte((byte) 0);
    }

    private static void field(Buffer body, char name, String value) {
        body.appendByte((byte) name).appendString(value).appendByte((byte) 0);
    }
}
