package dev.cellmesh.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cellmesh.model.merge.HybridClock.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HybridClockTest {
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final long AHEAD_MILLIS_MAX = 500;

    private final ManualClock physical = new ManualClock(START_MILLIS);
    private final HybridClock clock = new HybridClock(physical, Duration.ofMillis(AHEAD_MILLIS_MAX));

    /**
     * Three nodes whose physical clocks jump send each other their times. Whatever one has given, or accepted, and all that
     * was known there, is before what it gives next; and no clock is further ahead than the guard lets it be.
     */
    @Property(tries = 10_000)
    void timeNeverContradictsWhatWasSeen(@ForAll @Size(max = 40) List<@IntRange(max = 899) Integer> script) {
        List<ManualClock> physicals = new ArrayList<>();
        List<HybridClock> clocks = new ArrayList<>();
        List<Set<HybridTimestamp>> known = new ArrayList<>();
        long[] physicalMillisMax = new long[3];
        for (int node = 0; node < 3; node++) {
            physicals.add(new ManualClock(START_MILLIS));
            clocks.add(new HybridClock(physicals.get(node), Duration.ofMillis(AHEAD_MILLIS_MAX)));
            known.add(new HashSet<>());
        }
        for (int step : script) {
            int node = step % 3;
            int argument = step / 9;
            switch (step / 3 % 3) {
                case 0 -> physicals.get(node).millis += jumpMillis(argument);
                case 1 -> {}
                default -> {
                    int from = (node + 1 + argument % 2) % 3;
                    HybridTimestamp sent = give(clocks.get(from), known.get(from));
                    physicalMillisMax[from] = Math.max(physicalMillisMax[from], physicals.get(from).millis);
                    if (clocks.get(node).observe(sent) instanceof Observation.Accepted) {
                        known.get(node).addAll(known.get(from));
                    }
                }
            }
            physicalMillisMax[node] = Math.max(physicalMillisMax[node], physicals.get(node).millis);
            HybridTimestamp given = give(clocks.get(node), known.get(node));
            assertThat(given.wallMillis())
                    .isBetween(physicals.get(node).millis, physicalMillisMax[node] + AHEAD_MILLIS_MAX);
            assertThat(clocks.get(node).aheadMillis()).isEqualTo(given.wallMillis() - physicals.get(node).millis);
        }
    }

    private static HybridTimestamp give(HybridClock clock, Set<HybridTimestamp> known) {
        HybridTimestamp given = clock.now();
        assertThat(known).allMatch(given::isAfter);
        known.add(given);
        return given;
    }

    /** Some small, some beyond the guard, some by hours, half of them backwards. */
    private static long jumpMillis(int argument) {
        long size = List.of(1L, 7L, 400L, 900L, 3_600_000L).get(argument / 2 % 5);
        return argument % 2 == 0 ? size : -size;
    }

    @Property(tries = 10_000)
    void whatIsFartherAheadThanAllowedIsRefusedAndMovesNothing(
            @ForAll @LongRange(min = -1_000, max = 2_000) long aheadMillis,
            @ForAll @IntRange(max = HybridTimestamp.LOGICAL_MAX) int logical) {
        physical.millis = START_MILLIS;
        HybridClock fresh = new HybridClock(physical, Duration.ofMillis(AHEAD_MILLIS_MAX));
        HybridTimestamp before = fresh.now();
        HybridTimestamp seen = new HybridTimestamp(START_MILLIS + aheadMillis, logical);

        if (aheadMillis > AHEAD_MILLIS_MAX) {
            assertThat(fresh.observe(seen)).isEqualTo(new Observation.TooFarAhead(seen, aheadMillis));
            assertThat(fresh.nowAfter(seen)).isEmpty();
            assertThat(fresh.now()).isEqualTo(before.next());
        } else {
            assertThat(fresh.observe(seen)).isEqualTo(new Observation.Accepted());
            assertThat(fresh.nowAfter(seen)).hasValueSatisfying(now -> {
                assertThat(now.isAfter(seen)).isTrue();
                assertThat(now.isAfter(before)).isTrue();
            });
        }
    }

    @Test
    void followsThePhysicalClockWhenItIsAhead() {
        assertThat(clock.now()).isEqualTo(new HybridTimestamp(START_MILLIS, 0));
        assertThat(clock.now()).isEqualTo(new HybridTimestamp(START_MILLIS, 1));
        physical.millis += 3;
        assertThat(clock.now()).isEqualTo(new HybridTimestamp(START_MILLIS + 3, 0));
    }

    @Test
    void aClockSetBackByAnHourGoesOnAndSaysSo() {
        HybridTimestamp before = clock.now();
        physical.millis -= 3_600_000;
        assertThat(clock.now()).isEqualTo(before.next());
        assertThat(clock.aheadMillis()).isEqualTo(3_600_000);
        assertThat(clock.observe(before)).isEqualTo(new Observation.Accepted());
        assertThat(clock.nowAfter(before)).isPresent();
    }

    /** A chain of nudges, each within the guard of the one before, stops where the physical clock says. */
    @Test
    void manySmallStepsDoNotGetPastTheGuard() {
        HybridTimestamp time = clock.now();
        int accepted = 0;
        for (int i = 0; i < 100; i++) {
            HybridTimestamp nudge = new HybridTimestamp(time.wallMillis() + 50, 0);
            if (clock.observe(nudge) instanceof Observation.Accepted) {
                accepted++;
            }
            time = clock.now();
        }
        assertThat(accepted).isEqualTo(10);
        assertThat(clock.aheadMillis()).isEqualTo(AHEAD_MILLIS_MAX);
    }

    @Test
    void theWallTimeRunsAheadWhenTheLogicalPartIsUsedUp() {
        HybridTimestamp last = clock.now();
        for (int i = 0; i < HybridTimestamp.LOGICAL_MAX; i++) {
            last = clock.now();
        }
        assertThat(last).isEqualTo(new HybridTimestamp(START_MILLIS, HybridTimestamp.LOGICAL_MAX));
        assertThat(clock.now()).isEqualTo(new HybridTimestamp(START_MILLIS + 1, 0));
        assertThat(clock.aheadMillis()).isEqualTo(1);
    }

    @Test
    void aClockBeforeTheEpochOrAfterTheEndStaysInRange() {
        physical.millis = -5;
        assertThat(clock.now()).isEqualTo(new HybridTimestamp(0, 1));
        physical.millis = HybridTimestamp.WALL_MILLIS_MAX + 5;
        assertThat(clock.now()).isEqualTo(new HybridTimestamp(HybridTimestamp.WALL_MILLIS_MAX, 0));
        HybridTimestamp end = new HybridTimestamp(HybridTimestamp.WALL_MILLIS_MAX, HybridTimestamp.LOGICAL_MAX);
        assertThat(clock.observe(end)).isEqualTo(new Observation.Accepted());
        assertThatIllegalStateException().isThrownBy(clock::now);
        assertThatIllegalStateException().isThrownBy(end::next);
    }

    @Property(tries = 10_000)
    void textKeepsTheOrderAndComesBack(
            @ForAll @LongRange(max = (1L << 47) - 1) long wallMillis,
            @ForAll @IntRange(max = HybridTimestamp.LOGICAL_MAX) int logical,
            @ForAll @LongRange(max = (1L << 47) - 1) long otherWallMillis,
            @ForAll @IntRange(max = HybridTimestamp.LOGICAL_MAX) int otherLogical) {
        HybridTimestamp one = new HybridTimestamp(wallMillis, logical);
        HybridTimestamp other = new HybridTimestamp(otherWallMillis, otherLogical);
        assertThat(one.encode()).matches("[0-9a-f]{16}");
        assertThat(HybridTimestamp.parse(one.encode())).contains(one);
        assertThat(Integer.signum(one.encode().compareTo(other.encode())))
                .isEqualTo(Integer.signum(one.compareTo(other)));
    }

    @Property(tries = 10_000)
    void whatIsReadIsTheOneTextOfItsTime(@ForAll @Size(max = 18) List<@IntRange(max = 255) Integer> codes) {
        StringBuilder text = new StringBuilder();
        codes.forEach(code -> text.append(code < 200 ? "0123456789abcdef".charAt(code % 16) : (char) code.intValue()));
        HybridTimestamp.parse(text.toString())
                .ifPresent(time -> assertThat(time.encode()).isEqualTo(text.toString()));
    }

    @Test
    void malformedTextAndRangesAreRefused() {
        for (String text : Arrays.asList(
                "",
                "0",
                "0000018bcfe5680",
                "0000018bcfe5680000",
                "0000018BCFE56800",
                "8000000000000000",
                "-000018bcfe56800",
                "0000018bcfe5680 ",
                "0x00018bcfe56800")) {
            assertThat(HybridTimestamp.parse(text)).as(text).isEmpty();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new HybridTimestamp(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HybridTimestamp(1L << 47, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HybridTimestamp(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new HybridTimestamp(0, 1 << 16));
        assertThatIllegalArgumentException().isThrownBy(() -> new HybridClock(physical, Duration.ofMillis(-1)));
    }
}
