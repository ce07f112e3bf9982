package dev.cellmesh.local.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** When is a chunk due, by a clock that only the test moves? */
class DelayScheduleTest {
    private static final long MILLI = 1_000_000;

    private static LinkConditions conditions(double delay, double jitter, long bandwidth) {
        return new LinkConditions(delay, jitter, bandwidth, false, Cut.NONE);
    }

    private static List<Long> dues(long seed, LinkConditions conditions, List<Integer> gapsMicros) {
        DelaySchedule schedule = new DelaySchedule(seed);
        List<Long> dues = new ArrayList<>();
        long now = 0;
        for (int gap : gapsMicros) {
            now += gap * 1_000L;
            dues.add(schedule.due(now, schedule.nextLuck(), conditions));
        }
        return dues;
    }

    @Property
    void sameSeedSameJitter(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 500) double delay,
            @ForAll @DoubleRange(max = 500) double jitter,
            @ForAll @Size(max = 50) List<@IntRange(max = 100_000) Integer> gaps) {
        LinkConditions conditions = conditions(delay, jitter, 0);
        assertThat(dues(seed, conditions, gaps)).isEqualTo(dues(seed, conditions, gaps));
    }

    @Property
    void nothingOvertakesAndNothingIsEarly(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 500) double delay,
            @ForAll @DoubleRange(max = 500) double jitter,
            @ForAll @Size(max = 50) List<@IntRange(max = 100_000) Integer> gaps) {
        LinkConditions conditions = conditions(delay, jitter, 0);
        List<Long> dues = dues(seed, conditions, gaps);
        assertThat(dues).isSorted();
        long now = 0;
        for (int i = 0; i < gaps.size(); i++) {
            now += gaps.get(i) * 1_000L;
            assertThat(dues.get(i)).isGreaterThanOrEqualTo(now + conditions.delayNanos());
        }
    }

    @Property
    void aChunkAloneIsLateByItsJitterAtMost(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 500) double delay,
            @ForAll @DoubleRange(max = 500) double jitter) {
        LinkConditions conditions = conditions(delay, jitter, 0);
        long due = dues(seed, conditions, List.of(0)).getFirst();
        assertThat(due).isBetween(conditions.delayNanos(), conditions.delayNanos() + conditions.jitterNanos());
    }

    @Property
    void theOrderHoldsWhenTheDelayChanges(
            @ForAll long seed, @ForAll @Size(min = 2, max = 30) List<@DoubleRange(max = 200) Double> delays) {
        DelaySchedule schedule = new DelaySchedule(seed);
        List<Long> dues = new ArrayList<>();
        long now = 0;
        for (double delay : delays) {
            now += MILLI;
            dues.add(schedule.due(now, schedule.nextLuck(), conditions(delay, 1, 0)));
        }
        assertThat(dues).isSorted();
    }

    @Test
    void theNthChunkHasTheNthLuckWhateverTheJitterWas() {
        DelaySchedule one = new DelaySchedule(3);
        DelaySchedule other = new DelaySchedule(3);
        one.due(0, one.nextLuck(), conditions(1, 0, 0));
        other.due(0, other.nextLuck(), conditions(100, 50, 0));
        assertThat(one.nextLuck()).isEqualTo(other.nextLuck());
    }

    @Test
    void jitterIsSpread() {
        DelaySchedule schedule = new DelaySchedule(11);
        double mean = java.util.stream.DoubleStream.generate(schedule::nextLuck)
                .limit(10_000)
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.5, within(0.02));
    }

    @Test
    void aWireSendsOneAfterTheOther() {
        Wire wire = new Wire();
        LinkConditions slow = conditions(0, 0, 1_000);
        assertThat(wire.depart(0, 100, slow)).isEqualTo(100 * MILLI);
        assertThat(wire.depart(10 * MILLI, 50, slow)).isEqualTo(150 * MILLI);
        assertThat(wire.depart(1_000 * MILLI, 50, slow)).isEqualTo(1_050 * MILLI);
    }

    @Test
    void anUnlimitedWireTakesNoTime() {
        assertThat(new Wire().depart(7, 1 << 20, LinkConditions.CLEAR)).isEqualTo(7);
    }

    @Test
    void aReleasedWireIsFree() {
        Wire wire = new Wire();
        wire.depart(0, 1_000_000, conditions(0, 0, 1_000));
        wire.release();
        assertThat(wire.depart(5, 1_000, conditions(0, 0, 1_000_000))).isEqualTo(5 + MILLI);
    }

    @Property
    void aWireIsNeverFasterThanItsBandwidth(
            @ForAll @LongRange(min = 1, max = LinkConditions.BANDWIDTH_MAX) long bandwidth,
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 65_536) Integer> sizes) {
        Wire wire = new Wire();
        LinkConditions limited = conditions(0, 0, bandwidth);
        long last = 0;
        long total = 0;
        for (int size : sizes) {
            long departs = wire.depart(0, size, limited);
            assertThat(departs).isGreaterThan(last);
            last = departs;
            total += size;
        }
        Assume.that(total > 0);
        double exactNanos = total * 1e9 / bandwidth;
        assertThat((double) last).isBetween(exactNanos - 1, exactNanos * (1 + 1e-12) + sizes.size());
    }
}
