package dev.cellmesh.load.record;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How often did each value come, kept small? A histogram at rest: only the buckets that hold something, as pairs of distance
 * and count in LEB128. A dense histogram takes 100 to 270 KB whatever it holds, this one about 4 bytes a bucket that is used, and
 * a run has one for each key and second. It holds exactly what the histogram holds: adding and turning back lose nothing.
 *
 * <p>Immutable. Equal when every bucket is equal.
 */
public final class Counts {
    /** An hour in nanoseconds: more than any timeout. What is above is recorded as this, and counted as out of range. */
    public static final long VALUE_MAX = 3_600_000_000_000L;

    /** Three digits: what is read is at most 0.1 % away from what was recorded. */
    public static final int DIGITS = 3;

    public static final Counts NONE = new Counts(new byte[0], 0);

    /** Only asked which values share a bucket, which changes nothing in it. */
    private static final Histogram BUCKETS = new Histogram(1, VALUE_MAX, DIGITS);

    private final byte[] pairs;
    private final long total;

    private Counts(byte[] pairs, long total) {
        this.pairs = pairs;
        this.total = total;
    }

    /** An empty histogram with these buckets, which grows as its values do. */
    public static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    /** @throws IllegalArgumentException when its buckets are others, so that counts would be moved */
    public static Counts of(Histogram histogram) {
        if (histogram.getNumberOfSignificantValueDigits() != DIGITS || histogram.getLowestDiscernibleValue() != 1) {
            throw new IllegalArgumentException("a histogram of " + DIGITS + " digits and unit 1 is needed, not of "
                    + histogram.getNumberOfSignificantValueDigits() + " and "
                    + histogram.getLowestDiscernibleValue());
        }
        if (histogram.getTotalCount() == 0) {
            return NONE;
        }
        Builder writer = new Builder(256);
        for (HistogramIterationValue value : histogram.recordedValues()) {
            writer.pair(BUCKETS.lowestEquivalentValue(value.getValueIteratedTo()), value.getCountAtValueIteratedTo());
        }
        return writer.counts();
    }

    /** Of the first {@code length} values, each from 0 to {@link #VALUE_MAX}; the array is left in another order. */
    static Counts of(long[] values, int length) {
        if (length == 0) {
            return NONE;
        }
        for (int i = 0; i < length; i++) {
            values[i] = BUCKETS.lowestEquivalentValue(values[i]);
        }
        Arrays.sort(values, 0, length);
        Builder writer = new Builder(length * 5 + 8);
        int from = 0;
        while (from < length) {
            int to = from + 1;
            while (to < length && values[to] == values[from]) {
                to++;
            }
            writer.pair(values[from], to - from);
            from = to;
        }
        return writer.counts();
    }

    /** How many values. */
    public long total() {
        return total;
    }

    /** What it takes in memory, without the object itself. */
    int bytes() {
        return pairs.length;
    }

    /** A new one each time, the caller's own. */
    public Histogram toHistogram() {
        Histogram histogram = histogram();
        addTo(histogram);
        return histogram;
    }

    /** Into a histogram of {@link #histogram}; cheaper than to make one for each and add them. */
    public void addTo(Histogram histogram) {
        Reader reader = new Reader(pairs);
        while (reader.next()) {
            histogram.recordValueWithCount(reader.value, reader.count);
        }
    }

    void forEach(Pairs pairs) {
        Reader reader = new Reader(this.pairs);
        while (reader.next()) {
            pairs.pair(reader.value, reader.count);
        }
    }

    /** The lowest value of the highest bucket that holds something; 0 for none. */
    long max() {
        Reader reader = new Reader(pairs);
        while (reader.next()) {
            // Only the last one is asked for.
        }
        return reader.value;
    }

    /** Both together; loses nothing. */
    public Counts plus(Counts other) {
        if (other.total == 0) {
            return this;
        }
        if (total == 0) {
            return other;
        }
        Builder writer = new Builder(pairs.length + other.pairs.length);
        Reader left = new Reader(pairs);
        Reader right = new Reader(other.pairs);
        boolean moreLeft = left.next();
        boolean moreRight = right.next();
        while (moreLeft || moreRight) {
            if (!moreRight || (moreLeft && left.value < right.value)) {
                writer.pair(left.value, left.count);
                moreLeft = left.next();
            } else if (!moreLeft || right.value < left.value) {
                writer.pair(right.value, right.count);
                moreRight = right.next();
            } else {
                writer.pair(left.value, left.count + right.count);
                moreLeft = left.next();
                moreRight = right.next();
            }
        }
        return writer.counts();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counts counts && Arrays.equals(pairs, counts.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    @Override
    public String toString() {
        return total + " values";
    }

    /** Of each bucket that holds something: its lowest value, rising, and how many. */
    interface Pairs {
        void pair(long value, long count);
    }

    static final class Builder {
        private byte[] bytes;
        private int length;
        private long last;
        private long total;

        Builder(int capacity) {
            bytes = new byte[capacity];
        }

        /** Values must rise. */
        void pair(long value, long count) {
            if (length + 20 > bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2 + 20);
            }
            number(value - last);
            number(count);
            last = value;
            total += count;
        }

        private void number(long number) {
            long rest = number;
            while (rest >>> 7 != 0) {
                bytes[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }

        Counts counts() {
            return new Counts(Arrays.copyOf(bytes, length), total);
        }
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;
        private long value;
        private long count;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean next() {
            if (at == bytes.length) {
                return false;
            }
            value += number();
            count = number();
            return true;
        }

        private long number() {
            long number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                number |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }
    }
}
