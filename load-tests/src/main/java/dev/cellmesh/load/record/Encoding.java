package dev.cellmesh.load.record;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How is a histogram written in a log? HdrHistogram's second encoding, compressed, in base64: counts in the order of their buckets
 * as zigzag LEB128, a negative number for that many empty ones. The library writes it from a dense histogram, looking at each of
 * some 15,000 buckets; this one from {@link Counts}, looking at those that hold something, which makes the logs of half an hour
 * a matter of seconds instead of minutes. A test holds both together. One thread at a time.
 */
final class Encoding implements AutoCloseable {
    private static final int COOKIE = 0x1c849303 | 0x10;
    private static final int COOKIE_COMPRESSED = 0x1c849304 | 0x10;
    private static final int HEADER_BYTES = 40;
    /** Every bucket there is, at its longest. */
    private static final int BYTES_MAX = 512 << 10;

    /** For three digits: 2,048 values side by side, and from there on 1,024 for each power of two. */
    private static final int HALF_BITS = 10;

    private static final int HALF = 1 << HALF_BITS;
    private static final long MASK = 2 * HALF - 1;

    private final Deflater deflater = new Deflater();
    private final Inflater inflater = new Inflater();
    private final byte[] compressed = new byte[BYTES_MAX];
    private final ByteBuffer plain = ByteBuffer.allocate(BYTES_MAX);

    String encode(Counts counts) {
        plain.clear();
        plain.position(HEADER_BYTES);
        int[] next = {0};
        counts.forEach((value, count) -> {
            int index = index(value);
            int empty = index - next[0];
            if (empty > 0) {
                put(empty == 1 ? 0 : -empty);
            }
            put(count);
            next[0] = index + 1;
        });
        int length = plain.position();
        plain.putInt(0, COOKIE)
                .putInt(4, length - HEADER_BYTES)
                .putInt(8, 0)
                .putInt(12, Counts.DIGITS)
                .putLong(16, 1)
                .putLong(24, highest(counts.max() | MASK))
                .putDouble(32, 1);
        deflater.reset();
        deflater.setInput(plain.array(), 0, length);
        deflater.finish();
        ByteBuffer whole = ByteBuffer.wrap(compressed);
        int size = deflater.deflate(compressed, 8, compressed.length - 8);
        whole.putInt(COOKIE_COMPRESSED).putInt(size);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(compressed, 8 + size));
    }

    /** @throws IllegalArgumentException when it is no histogram of ours */
    Counts decode(String text) {
        ByteBuffer whole = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        try {
            if (whole.getInt() != COOKIE_COMPRESSED || whole.getInt() != whole.remaining()) {
                throw new IllegalArgumentException("it is no compressed histogram, or was cut off");
            }
            inflater.reset();
            inflater.setInput(whole);
            plain.clear();
            int length = inflater.inflate(plain);
            plain.flip();
            if (!inflater.finished()
                    || length < HEADER_BYTES
                    || plain.getInt() != COOKIE
                    || plain.getInt() != length - HEADER_BYTES
                    || plain.getInt() != 0
                    || plain.getInt() != Counts.DIGITS
                    || plain.getLong() != 1) {
                throw new IllegalArgumentException("it is no histogram of three digits");
            }
            plain.position(HEADER_BYTES);
            Counts.Builder counts = new Counts.Builder(length * 2);
            long index = 0;
            while (plain.hasRemaining()) {
                long count = get();
                if (index > index(Counts.VALUE_MAX)) {
                    throw new IllegalArgumentException("it has buckets beyond an hour");
                }
                if (count > 0) {
                    counts.pair(value(Math.toIntExact(index)), count);
                }
                index += count < 0 ? Math.negateExact(count) : 1;
            }
            return counts.counts();
        } catch (DataFormatException | BufferUnderflowException | ArithmeticException e) {
            throw new IllegalArgumentException("it is damaged", e);
        }
    }

    /** The greatest value of the same bucket. */
    static long highest(long value) {
        return value | ((1L << power(value)) - 1);
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }

    private static int power(long value) {
        return Long.SIZE - HALF_BITS - 1 - Long.numberOfLeadingZeros(value | MASK);
    }

    private static int index(long value) {
        int power = power(value);
        return ((power + 1) << HALF_BITS) + (int) (value >>> power) - HALF;
    }

    private static long value(int index) {
        int power = (index >> HALF_BITS) - 1;
        return power < 0 ? index : (long) ((index & (HALF - 1)) + HALF) << power;
    }

    private void put(long number) {
        long rest = (number << 1) ^ (number >> 63);
        for (int bytes = 1; bytes < 9 && rest >>> 7 != 0; bytes++) {
            plain.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        plain.put((byte) rest);
    }

    private long get() {
        long zigzag = 0;
        for (int bytes = 0; bytes < 9; bytes++) {
            long next = plain.get();
            // The ninth has no mark of more to follow: all of its bits count.
            zigzag |= (bytes < 8 ? next & 0x7f : next & 0xff) << (7 * bytes);
            if (next >= 0) {
                break;
            }
        }
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }
}
