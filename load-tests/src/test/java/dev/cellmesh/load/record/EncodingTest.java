package dev.cellmesh.load.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What the library reads and writes is what is read and written here. */
class EncodingTest {
    record Pair(long value, long count) {}

    @Provide
    Arbitrary<List<Pair>> pairs() {
        Arbitrary<Long> value = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3000),
                Arbitraries.longs().between(0, 100_000_000),
                Arbitraries.of(0L, 1L, 1023L, 1024L, 2047L, 2048L, 4095L, 4096L, Counts.VALUE_MAX),
                Arbitraries.longs().between(0, Counts.VALUE_MAX));
        Arbitrary<Long> count = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 200), Arbitraries.longs().between(1, 1L << 50));
        return Combinators.combine(value, count).as(Pair::new).list().ofMaxSize(60);
    }

    @Property(tries = 300)
    void bothEncodingsAreOne(@ForAll("pairs") List<Pair> pairs) throws DataFormatException {
        Histogram histogram = Counts.histogram();
        pairs.forEach(pair -> histogram.recordValueWithCount(pair.value(), pair.count()));
        Counts counts = Counts.of(histogram);
        try (Encoding encoding = new Encoding()) {
            String ours = encoding.encode(counts);
            assertThat(encoding.decode(ours)).isEqualTo(counts);
            assertThat(Histogram.decodeFromCompressedByteBuffer(
                            ByteBuffer.wrap(Base64.getDecoder().decode(ours)), 0))
                    .isEqualTo(histogram);
            assertThat(Encoding.highest(counts.max())).isEqualTo(pairs.isEmpty() ? 0 : histogram.getMaxValue());

            ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            int length = histogram.encodeIntoCompressedByteBuffer(buffer);
            assertThat(encoding.decode(Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length))))
                    .isEqualTo(counts);
        }
    }

    @Test
    void whatIsDamagedIsRefused() {
        try (Encoding encoding = new Encoding()) {
            String good = encoding.encode(Counts.of(new long[] {5, 5_000_000, 70_000_000}, 3));
            byte[] bytes = Base64.getDecoder().decode(good);
            for (int cut = 0; cut < bytes.length; cut++) {
                String broken = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, cut));
                assertThatThrownBy(() -> encoding.decode(broken)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> encoding.decode("no base64 at all")).isInstanceOf(IllegalArgumentException.class);
            assertThat(encoding.decode(good).total()).isEqualTo(3);
        }
    }
}
