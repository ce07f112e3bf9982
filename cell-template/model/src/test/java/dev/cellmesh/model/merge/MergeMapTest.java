package dev.cellmesh.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.Rows.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MergeMapTest {
    private static final Region ASIA = Rows.REGIONS.get(0);
    private static final Region EUROPE = Rows.REGIONS.get(1);

    /** @param value empty for a removal */
    private record Operation(String field, Optional<Integer> value, HybridTimestamp timestamp, Region region) {}

    /** Plays the log from its start to its end. */
    private static SortedMap<String, Integer> valuesOf(Set<Operation> log) {
        SortedMap<String, Integer> values = new TreeMap<>();
        log.stream()
                .sorted(Comparator.comparing(Operation::timestamp).thenComparing(Operation::region))
                .forEach(operation -> operation
                        .value()
                        .ifPresentOrElse(
                                value -> values.put(operation.field(), value), () -> values.remove(operation.field())));
        return values;
    }

    private static Rows<MergeMap<Integer>, Operation> run(List<Integer> script) {
        Rows<MergeMap<Integer>, Operation> rows = new Rows<>(MergeMap.empty(), MergeMap::merge);
        CellClocks clocks = new CellClocks();
        Steps.run(
                script,
                rows,
                (region, argument) -> {
                    Row<MergeMap<Integer>, Operation> seen = rows.read(region);
                    MergeMap<Integer> map = seen.state();
                    String field = "field-" + argument % 3;
                    Region name = Rows.REGIONS.get(region);
                    clocks.nowAfter(region, argument, map.timestamp(field)).ifPresent(now -> {
                        if (argument / 3 % 3 > 0) {
                            int value = seen.log().size();
                            rows.store(
                                    region,
                                    seen.then(
                                            map.put(name, field, value, now).orElseThrow(),
                                            new Operation(field, Optional.of(value), now, name)));
                            assertThat(rows.read(region).state().value(field)).contains(value);
                        } else if (map.fields().containsKey(field)) {
                            rows.store(
                                    region,
                                    seen.then(
                                            map.remove(name, field, now),
                                            new Operation(field, Optional.empty(), now, name)));
                            assertThat(rows.read(region).state().value(field)).isEmpty();
                        }
                    });
                },
                region -> assertThat(rows.read(region).state().values())
                        .isEqualTo(valuesOf(rows.read(region).log())));
        return rows;
    }

    @Property(tries = 10_000)
    void showsWhatTheLogOfAllOperationsSeenComesTo(
            @ForAll @Size(max = 40) List<@IntRange(max = Steps.BOUND - 1) Integer> script) {
        Rows<MergeMap<Integer>, Operation> rows = run(script);
        List<MergeMap<Integer>> states = rows.states();
        Laws.hold(states.get(0), states.get(1), states.get(2), MergeMap.<Integer>empty(), MergeMap::merge);

        rows.replicateAll();

        assertThat(rows.read(0)).isEqualTo(rows.read(1)).isEqualTo(rows.read(2));
        assertThat(rows.read(0).state().values())
                .isEqualTo(valuesOf(rows.read(0).log()));
    }

    @Property(tries = 10_000)
    void mergeKeepsTheLawsForEveryState(
            @ForAll @Size(2) List<@IntRange(max = 27) Integer> a,
            @ForAll @Size(2) List<@IntRange(max = 27) Integer> b,
            @ForAll @Size(2) List<@IntRange(max = 27) Integer> c) {
        Laws.hold(map(a), map(b), map(c), MergeMap.<String>empty(), MergeMap::merge);
    }

    private static MergeMap<String> map(List<Integer> numbers) {
        return new MergeMap<>(Map.of("x", register(numbers.get(0)), "y", register(numbers.get(1))));
    }

    private static LwwRegister<Optional<String>> register(int number) {
        return number == 27
                ? LwwRegister.empty()
                : LwwRegister.of(
                        number % 3 == 0 ? Optional.empty() : Optional.of("value-" + number % 3),
                        new HybridTimestamp(number / 3 % 3, 0),
                        Rows.REGIONS.get(number / 9));
    }

    @Test
    void differentFieldsDoNotCompeteAndARemovalWinsOverWhatItSaw() {
        MergeMap<String> start = MergeMap.empty();
        MergeMap<String> asia =
                start.put(ASIA, "theme", "dark", new HybridTimestamp(5, 0)).orElseThrow();
        MergeMap<String> europe =
                start.put(EUROPE, "language", "fr", new HybridTimestamp(1, 0)).orElseThrow();
        MergeMap<String> both = asia.merge(europe);
        assertThat(both.values()).isEqualTo(Map.of("theme", "dark", "language", "fr"));

        MergeMap<String> removed = both.remove(EUROPE, "theme", new HybridTimestamp(6, 0));
        assertThat(asia.merge(removed).values()).isEqualTo(Map.of("language", "fr"));
        assertThat(removed.timestamp("theme")).isEqualTo(new HybridTimestamp(6, 0));
        assertThat(removed.put(ASIA, "theme", "light", new HybridTimestamp(7, 0))
                        .orElseThrow()
                        .merge(removed)
                        .value("theme"))
                .contains("light");
    }

    @Test
    void aRemovalOfWhatNeverWasLeavesNothing() {
        assertThat(MergeMap.empty().remove(ASIA, "never", new HybridTimestamp(1, 0)))
                .isEqualTo(MergeMap.empty());
        assertThat(new MergeMap<>(Map.of("x", LwwRegister.<Optional<String>>empty())))
                .isEqualTo(MergeMap.empty());
    }

    @Test
    void moreNamesThanTheBoundAreRefusedAlsoAfterRemovals() {
        MergeMap<Integer> map = MergeMap.empty();
        for (int i = 0; i < MergeMap.FIELDS_MAX; i++) {
            map = map.put(ASIA, "field-" + i, i, new HybridTimestamp(1, 0))
                    .orElseThrow()
                    .remove(ASIA, "field-" + i, new HybridTimestamp(2, 0));
        }
        assertThat(map.values()).isEmpty();
        assertThat(map.put(ASIA, "one-more", 1, new HybridTimestamp(3, 0))).isEmpty();
        assertThat(map.put(ASIA, "field-7", 1, new HybridTimestamp(3, 0))).isPresent();
    }

    @Test
    void aWriteThatWouldBeLostIsRefused() {
        MergeMap<String> map = MergeMap.<String>empty()
                .put(ASIA, "x", "a", new HybridTimestamp(2, 0))
                .orElseThrow();
        assertThatIllegalArgumentException().isThrownBy(() -> map.put(EUROPE, "x", "lost", new HybridTimestamp(2, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> map.remove(EUROPE, "x", new HybridTimestamp(1, 0)));
    }
}
