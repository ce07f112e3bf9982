package dev.cellmesh.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.Rows.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CounterTest {
    private static final Region ASIA = Rows.REGIONS.get(0);
    private static final Region EUROPE = Rows.REGIONS.get(1);
    private static final long COUNT_MAX = RegionCounts.COUNT_MAX;

    /** Compared by identity, so that each is its own event. */
    private static final class Counted {
        final long delta;

        Counted(long delta) {
            this.delta = delta;
        }
    }

    private static long sum(Set<Counted> log) {
        return log.stream().mapToLong(counted -> counted.delta).sum();
    }

    private static Rows<GCounter, Counted> growing(List<Integer> script) {
        Rows<GCounter, Counted> rows = new Rows<>(GCounter.empty(), GCounter::merge);
        Steps.run(
                script,
                rows,
                (region, by) -> {
                    Row<GCounter, Counted> seen = rows.read(region);
                    GCounter grown =
                            seen.state().increment(Rows.REGIONS.get(region), by).orElseThrow();
                    rows.store(region, seen.then(grown, new Counted(by)));
                },
                region -> assertThat(rows.read(region).state().value())
                        .isEqualTo(sum(rows.read(region).log())));
        return rows;
    }

    private static Rows<PnCounter, Counted> upAndDown(List<Integer> script) {
        Rows<PnCounter, Counted> rows = new Rows<>(PnCounter.empty(), PnCounter::merge);
        Steps.run(
                script,
                rows,
                (region, argument) -> {
                    long delta = argument - Steps.ARGUMENT_BOUND / 2;
                    Row<PnCounter, Counted> seen = rows.read(region);
                    PnCounter changed =
                            seen.state().add(Rows.REGIONS.get(region), delta).orElseThrow();
                    rows.store(region, seen.then(changed, new Counted(delta)));
                },
                region -> assertThat(rows.read(region).state().value())
                        .isEqualTo(sum(rows.read(region).log())));
        return rows;
    }

    @Property(tries = 10_000)
    void growingCounterShowsTheSumOfWhatIsSeen(
            @ForAll @Size(max = 40) List<@IntRange(max = Steps.BOUND - 1) Integer> script) {
        Rows<GCounter, Counted> rows = growing(script);
        List<GCounter> states = rows.states();
        Laws.hold(states.get(0), states.get(1), states.get(2), GCounter.empty(), GCounter::merge);

        rows.replicateAll();

        assertThat(rows.read(0)).isEqualTo(rows.read(1)).isEqualTo(rows.read(2));
        assertThat(rows.read(0).state().value()).isEqualTo(sum(rows.read(0).log()));
    }

    @Property(tries = 10_000)
    void counterShowsTheSumOfWhatIsSeen(@ForAll @Size(max = 40) List<@IntRange(max = Steps.BOUND - 1) Integer> script) {
        Rows<PnCounter, Counted> rows = upAndDown(script);
        List<PnCounter> states = rows.states();
        Laws.hold(states.get(0), states.get(1), states.get(2), PnCounter.empty(), PnCounter::merge);

        rows.replicateAll();

        assertThat(rows.read(0)).isEqualTo(rows.read(1)).isEqualTo(rows.read(2));
        assertThat(rows.read(0).state().value()).isEqualTo(sum(rows.read(0).log()));
    }

    @Property(tries = 10_000)
    void mergeKeepsTheLawsForEveryState(
            @ForAll @Size(6) List<@LongRange(max = COUNT_MAX) Long> a,
            @ForAll @Size(6) List<@LongRange(max = COUNT_MAX) Long> b,
            @ForAll @Size(6) List<@LongRange(max = COUNT_MAX) Long> c) {
        Laws.hold(grown(a, 0), grown(b, 0), grown(c, 0), GCounter.empty(), GCounter::merge);
        Laws.hold(
                new PnCounter(grown(a, 0), grown(a, 3)),
                new PnCounter(grown(b, 0), grown(b, 3)),
                new PnCounter(grown(c, 0), grown(c, 3)),
                PnCounter.empty(),
                PnCounter::merge);
    }

    private static GCounter grown(List<Long> counts, int from) {
        Map<Region, Long> byRegion = new HashMap<>();
        Rows.REGIONS.forEach(region -> byRegion.put(region, counts.get(from + byRegion.size())));
        return new GCounter(byRegion);
    }

    @Property(tries = 10_000)
    void whatWouldOverflowIsRefused(
            @ForAll @LongRange(max = COUNT_MAX) long count, @ForAll @LongRange(max = Long.MAX_VALUE) long by) {
        GCounter counter = new GCounter(Map.of(ASIA, count));
        boolean fits = by <= COUNT_MAX && count + by <= COUNT_MAX;

        assertThat(counter.increment(ASIA, by).map(GCounter::value)).isEqualTo(fits ? value(count + by) : NONE);
        assertThat(new PnCounter(counter, GCounter.empty()).add(ASIA, by).map(PnCounter::value))
                .isEqualTo(fits ? value(count + by) : NONE);
        assertThat(new PnCounter(GCounter.empty(), counter).add(ASIA, -by).map(PnCounter::value))
                .isEqualTo(fits ? value(-count - by) : NONE);
    }

    private static final Optional<Long> NONE = Optional.empty();

    private static Optional<Long> value(long value) {
        return Optional.of(value);
    }

    @Test
    void theSumOverAllRegionsNeverOverflows() {
        Map<Region, Long> all = new HashMap<>();
        IntStream.range(0, RegionCounts.REGIONS_MAX).forEach(i -> all.put(new Region("r" + i), COUNT_MAX));
        assertThat(new GCounter(all).value()).isEqualTo(RegionCounts.REGIONS_MAX * COUNT_MAX);
        assertThat(new PnCounter(GCounter.empty(), new GCounter(all)).value())
                .isEqualTo(-RegionCounts.REGIONS_MAX * COUNT_MAX);

        all.put(new Region("one-more"), 1L);
        assertThatIllegalArgumentException().isThrownBy(() -> new GCounter(all));
    }

    @Test
    void outOfRangeIsRefused() {
        assertThat(PnCounter.empty().add(ASIA, Long.MIN_VALUE)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> GCounter.empty().increment(ASIA, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new GCounter(Map.of(ASIA, -1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> new GCounter(Map.of(ASIA, COUNT_MAX + 1)));
        assertThat(new GCounter(Map.of(ASIA, 0L, EUROPE, 1L))).isEqualTo(new GCounter(Map.of(EUROPE, 1L)));
    }
}
