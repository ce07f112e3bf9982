package dev.cellmesh.load.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** A histogram at rest is the histogram. */
class CountsTest {
    @Provide
    Arbitrary<List<Long>> values() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 3000),
                        Arbitraries.longs().between(0, 100_000_000),
                        Arbitraries.longs().between(0, Counts.VALUE_MAX))
                .list()
                .ofMaxSize(300);
    }

    @Property(tries = 300)
    void bothWaysInAndOutAreTheHistogram(@ForAll("values") List<Long> values) {
        Histogram histogram = histogram(values);
        Counts counts = of(values);
        assertThat(counts).isEqualTo(Counts.of(histogram));
        assertThat(counts.toHistogram()).isEqualTo(histogram);
        assertThat(counts.total()).isEqualTo(values.size());
        for (double percentile : new double[] {0, 50, 99, 99.9, 100}) {
            assertThat(counts.toHistogram().getValueAtPercentile(percentile))
                    .isEqualTo(histogram.getValueAtPercentile(percentile));
        }
    }

    @Property(tries = 300)
    void aSumIsTheHistogramOfAll(@ForAll("values") List<Long> left, @ForAll("values") List<Long> right) {
        Counts sum = of(left).plus(of(right));
        assertThat(sum)
                .isEqualTo(of(Stream.concat(left.stream(), right.stream()).toList()));
        assertThat(sum).isEqualTo(of(right).plus(of(left)));
    }

    @Test
    void itIsSmall() {
        // A second at 500/s, spread over a factor of ten: the dense histogram of it takes more than 100 KB.
        long[] values = new long[500];
        for (int i = 0; i < values.length; i++) {
            values[i] = 5_000_000 + i * 100_003L;
        }
        assertThat(Counts.of(values, values.length).bytes()).isLessThan(500 * 4 + 8);
    }

    @Test
    void otherBucketsAreRefused() {
        assertThatThrownBy(() -> Counts.of(new Histogram(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Counts.of(new Histogram(1000, 10_000_000, 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Counts of(List<Long> values) {
        return Counts.of(values.stream().mapToLong(Long::longValue).toArray(), values.size());
    }

    private static Histogram histogram(List<Long> values) {
        Histogram histogram = Counts.histogram();
        values.forEach(histogram::recordValue);
        return histogram;
    }
}
