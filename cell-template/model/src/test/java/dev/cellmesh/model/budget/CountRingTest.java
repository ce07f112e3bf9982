package dev.cellmesh.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A ring says the same as a list of everything that ever was, and forgets by itself. */
class CountRingTest {
    private static final Duration BUCKET = Duration.ofSeconds(1);
    private static final long SECOND = BUCKET.toNanos();
    private static final int BUCKETS = 5;

    private record Event(long atNanos, int column) {}

    @Property
    void aSumIsThatOfTheEventsOfItsBuckets(
            @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 3_000_000_000L) Long> pauses,
            @ForAll @LongRange(min = -10_000_000_000L, max = 10_000_000_000L) long start,
            @ForAll @IntRange(min = 1, max = BUCKETS) int last) {
        CountRing ring = new CountRing(BUCKET, BUCKETS, 2);
        List<Event> all = new ArrayList<>();
        long now = start;
        for (long pause : pauses) {
            now += pause;
            Event event = new Event(now, all.size() % 2);
            all.add(event);
            ring.add(now, event.column(), 1);
            long oldest = Math.floorDiv(now, SECOND) - last + 1;
            for (int column = 0; column < 2; column++) {
                int kind = column;
                assertThat(ring.sum(now, column, last))
                        .isEqualTo(all.stream()
                                .filter(each -> each.column() == kind)
                                .filter(each -> Math.floorDiv(each.atNanos(), SECOND) >= oldest)
                                .count());
            }
        }
    }

    @Test
    void whatIsOlderThanTheRingIsForgotten() {
        CountRing ring = new CountRing(BUCKET, BUCKETS, 1);
        ring.add(0, 0, 7);
        assertThat(ring.sum(4 * SECOND, 0, BUCKETS)).isEqualTo(7);
        assertThat(ring.sum(5 * SECOND, 0, BUCKETS)).isZero();
    }

    @Test
    void aClockThatIsBehindDoesNotWipeOutWhatIsNewer() {
        CountRing ring = new CountRing(BUCKET, BUCKETS, 1);
        ring.add(7 * SECOND, 0, 1);
        ring.add(2 * SECOND, 0, 1);
        assertThat(ring.sum(7 * SECOND, 0, BUCKETS)).isEqualTo(1);
    }
}
