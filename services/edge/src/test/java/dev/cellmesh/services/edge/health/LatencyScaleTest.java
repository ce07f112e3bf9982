package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyScaleTest {
    private static final long UNIT = 1 << 16;

    @Property
    void aBucketIsNoWiderThanAnEighth(@ForAll @LongRange(min = 0, max = 34_000_000_000L) long nanos) {
        int bucket = LatencyScale.bucketOf(nanos);
        long end = LatencyScale.endNanos(bucket);
        assertThat(nanos).isLessThan(end);
        assertThat(end).isLessThanOrEqualTo(nanos + Math.max(UNIT, nanos / 8 + 1));
        if (bucket > 0) {
            assertThat(nanos).isGreaterThanOrEqualTo(LatencyScale.endNanos(bucket - 1));
        }
    }

    @Test
    void whatIsBeyondIsCountedAtTheEnds() {
        assertThat(LatencyScale.bucketOf(-1)).isZero();
        assertThat(LatencyScale.bucketOf(Long.MAX_VALUE)).isEqualTo(LatencyScale.BUCKETS - 1);
    }

    @Property
    void aQuantileIsThatOfTheSortedList(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 10_000_000_000L) Long> nanos,
            @ForAll @LongRange(min = 0, max = 100) long percent) {
        int[] counts = new int[LatencyScale.BUCKETS];
        nanos.forEach(each -> counts[LatencyScale.bucketOf(each)]++);
        int rank = (int) Math.max(1, Math.ceil(percent / 100.0 * nanos.size()));
        long exact = nanos.stream().sorted().toList().get(rank - 1);
        long found = LatencyScale.quantileNanos(counts, percent / 100.0);
        assertThat(found).isEqualTo(LatencyScale.endNanos(LatencyScale.bucketOf(exact)));
    }

    @Test
    void nothingCountedIsZero() {
        assertThat(LatencyScale.quantileNanos(new int[LatencyScale.BUCKETS], 0.5))
                .isZero();
    }
}
