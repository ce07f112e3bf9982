package dev.cellmesh.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.Rows.Row;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OrSetTest {
    private static final Region ASIA = Rows.REGIONS.get(0);
    private static final Region EUROPE = Rows.REGIONS.get(1);

    /** Compared by identity, so that each is its own event. The model never forgets anything. */
    private static final class Operation {
        final String element;
        final boolean adds;
        final Set<Operation> seen;

        Operation(String element, boolean adds, Set<Operation> seen) {
            this.element = element;
            this.adds = adds;
            this.seen = seen;
        }
    }

    private static SortedSet<String> elementsOf(Set<Operation> log) {
        return log.stream()
                .filter(added -> added.adds
                        && log.stream()
                                .noneMatch(removed -> !removed.adds
                                        && removed.element.equals(added.element)
                                        && removed.seen.contains(added)))
                .map(added -> added.element)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Rows<OrSet<String>, Operation> run(List<Integer> script, boolean check) {
        Rows<OrSet<String>, Operation> rows = new Rows<>(OrSet.<String>empty(), OrSet::merge);
        Steps.run(
                script,
                rows,
                (region, argument) -> {
                    Row<OrSet<String>, Operation> seen = rows.read(region);
                    String element = "tag-" + argument / 2 % 4;
                    boolean adds = argument % 2 == 0;
                    OrSet<String> changed = adds
                            ? seen.state().add(Rows.REGIONS.get(region), element)
                            : seen.state().remove(element);
                    rows.store(region, seen.then(changed, new Operation(element, adds, seen.log())));
                },
                region -> {
                    if (check) {
                        Row<OrSet<String>, Operation> seen = rows.read(region);
                        assertThat(seen.state().value()).isEqualTo(elementsOf(seen.log()));
                    }
                });
        return rows;
    }

    /** So nothing that was collected comes back, and nothing that was added goes with it. */
    @Property(tries = 10_000)
    void showsAtEachStepWhatALogThatForgetsNothingShows(
            @ForAll @Size(max = 30) List<@IntRange(max = Steps.BOUND - 1) Integer> script) {
        Rows<OrSet<String>, Operation> rows = run(script, true);

        rows.replicateAll();

        assertThat(rows.read(0).state())
                .isEqualTo(rows.read(1).state())
                .isEqualTo(rows.read(2).state());
        assertThat(rows.read(0).state().value())
                .isEqualTo(elementsOf(rows.read(0).log()));
    }

    @Property(tries = 10_000)
    void mergeKeepsTheLaws(@ForAll @Size(max = 30) List<@IntRange(max = Steps.BOUND - 1) Integer> script) {
        List<OrSet<String>> states = run(script, false).states();
        Laws.hold(states.get(0), states.get(1), states.get(2), OrSet.<String>empty(), OrSet::merge);
    }

    /** Whatever a row may hold, also what no history leads to. */
    @Property(tries = 10_000)
    void mergeKeepsTheLawsForEveryState(
            @ForAll @Size(8) List<@IntRange(max = 5) Integer> a,
            @ForAll @Size(8) List<@IntRange(max = 5) Integer> b,
            @ForAll @Size(8) List<@IntRange(max = 5) Integer> c) {
        Laws.hold(state(a), state(b), state(c), OrSet.<String>empty(), OrSet::merge);
    }

    private static OrSet<String> state(List<Integer> numbers) {
        return new OrSet<>(
                Map.of("x", dots(numbers, 0), "y", dots(numbers, 2), "z", dots(numbers, 4)),
                new VersionVector(dots(numbers, 0))
                        .merge(new VersionVector(dots(numbers, 2)))
                        .merge(new VersionVector(dots(numbers, 4)))
                        .merge(new VersionVector(dots(numbers, 6))));
    }

    private static Map<Region, Long> dots(List<Integer> numbers, int from) {
        return Map.of(
                ASIA,
                numbers.get(from).longValue(),
                EUROPE,
                numbers.get(from + 1).longValue());
    }

    /** Tombstones leave nothing: the size depends on what is in the set, never on what was. */
    @Property(tries = 10_000)
    void holdsNothingForWhatWasRemoved(@ForAll @Size(max = 30) List<@IntRange(max = Steps.BOUND - 1) Integer> script) {
        run(script, false).states().forEach(state -> {
            assertThat(state.elements().keySet()).isEqualTo(state.value());
            assertThat(state.elements().values())
                    .allSatisfy(dots -> assertThat(dots).hasSizeBetween(1, Rows.REGIONS.size()));
            assertThat(state.seen().counts()).hasSizeLessThanOrEqualTo(Rows.REGIONS.size());
        });
    }

    @Test
    void anAdditionThatTheRemovalDidNotSeeStays() {
        OrSet<String> both = OrSet.<String>empty().add(ASIA, "x");
        OrSet<String> removed = both.remove("x");
        OrSet<String> addedAgain = both.add(EUROPE, "x");

        assertThat(both.merge(removed).value()).isEmpty();
        assertThat(removed.merge(addedAgain).value()).containsExactly("x");
        assertThat(addedAgain.elements()).isEqualTo(Map.of("x", Map.of(EUROPE, 1L)));
        assertThat(addedAgain.merge(both)).isEqualTo(addedAgain);
        assertThat(addedAgain.merge(addedAgain.remove("x")).value()).isEmpty();
    }

    @Test
    void aThousandTurnsOfOneElementLeaveOneDot() {
        OrSet<String> set = OrSet.empty();
        for (int i = 0; i < 1_000; i++) {
            set = set.add(ASIA, "x").remove("x").add(EUROPE, "x");
        }
        assertThat(set.elements()).isEqualTo(Map.of("x", Map.of(EUROPE, 1_000L)));
        assertThat(set.remove("x").elements()).isEmpty();
        assertThat(set.remove("never there")).isEqualTo(set);
    }

    @Test
    void aStateThatHoldsWhatItHasNotSeenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrSet<>(Map.of("x", Map.of(ASIA, 2L)), new VersionVector(Map.of(ASIA, 1L))));
    }
}
