package dev.cellmesh.load.overhead;

import java.nio.ByteBuffer;

/**
 * Where does an answer end, and which status has it? Reads HTTP/1.1 answers that have a {@code Content-Length}, one at a time,
 * however they are cut. Keeps nothing of a body.
 */
final class AnswerReader {
    private static final int STATUS_AT = 9;
    private static final int STATUS_DIGITS = 3;
    /** Far more than a cell or an edge sends. */
    private static final int HEAD_BYTES_MAX = 16 << 10;

    private static final byte[] LENGTH = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'};

    private final byte[] head = new byte[HEAD_BYTES_MAX];
    private int headBytes;
    private long bodyBytesLeft = -1;
    private int status;

    /** Takes what came; true when the answer is whole, and then nothing may be left over. */
    boolean take(ByteBuffer bytes) {
        while (bodyBytesLeft < 0 && bytes.hasRemaining()) {
            takeHead(bytes.get());
        }
        if (bodyBytesLeft < 0) {
            return false;
        }
        long more = Math.min(bodyBytesLeft, bytes.remaining());
        bytes.position(bytes.position() + (int) more);
        bodyBytesLeft -= more;
        if (bodyBytesLeft > 0) {
            return false;
        }
        if (bytes.hasRemaining()) {
            throw new IllegalStateException("more came than was asked for");
        }
        return true;
    }

    /** Of the answer that is whole. */
    int status() {
        return status;
    }

    /** Ready for the next answer. */
    void reset() {
        headBytes = 0;
        bodyBytesLeft = -1;
    }

    private void takeHead(byte next) {
        if (headBytes == HEAD_BYTES_MAX) {
            throw new IllegalStateException("the head of an answer has no end");
        }
        head[headBytes++] = next;
        if (next == '\n'
                && headBytes >= 4
                && head[headBytes - 2] == '\r'
                && head[headBytes - 3] == '\n'
                && head[headBytes - 4] == '\r') {
            status = digits(STATUS_AT, STATUS_AT + STATUS_DIGITS);
            bodyBytesLeft = contentLength();
        }
    }

    private int contentLength() {
        for (int at = STATUS_AT; at + LENGTH.length < headBytes; at++) {
            if (head[at] == '\n' && isLength(at + 1)) {
                int from = at + 1 + LENGTH.length;
                while (head[from] == ' ') {
                    from++;
                }
                int to = from;
                while (head[to] != '\r') {
                    to++;
                }
                return digits(from, to);
            }
        }
        throw new IllegalStateException("an answer without Content-Length");
    }

    private boolean isLength(int from) {
        for (int i = 0; i < LENGTH.length; i++) {
            byte c = head[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private int digits(int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (head[i] < '0' || head[i] > '9') {
                throw new IllegalStateException("this is no HTTP/1.1");
            }
            value = 10 * value + head[i] - '0';
        }
        return value;
    }
}
