package dev.cellmesh.model.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.Rows.Row;
import dev.cellmesh.model.merge.VersionVector.Causality;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SiblingsTest {
    private static final Region ASIA = Rows.REGIONS.get(0);
    private static final Region EUROPE = Rows.REGIONS.get(1);
    private static final Region US = Rows.REGIONS.get(2);

    /** Compared by identity, so that each is its own event. */
    private static final class Write {
        final String value;
        final Set<Write> seen;

        Write(String value, Set<Write> seen) {
            this.value = value;
            this.seen = seen;
        }
    }

    private static Set<String> unseenByOthers(Set<Write> log) {
        return log.stream()
                .filter(write -> log.stream().noneMatch(other -> other.seen.contains(write)))
                .map(write -> write.value)
                .collect(Collectors.toSet());
    }

    private static void check(Row<Siblings<String>, Write> seen) {
        Set<String> expected = unseenByOthers(seen.log());
        List<String> kept =
                seen.state().versions().stream().map(Versioned::value).toList();
        assertThat(kept).hasSameSizeAs(expected);
        assertThat(Set.copyOf(kept)).isEqualTo(expected);
        assertThat(seen.state().isConflict()).isEqualTo(expected.size() > 1);
        assertThat(seen.state().versions()).hasSizeLessThanOrEqualTo(Rows.REGIONS.size());
    }

    @Property(tries = 10_000)
    void keepsTheWritesThatNoOtherWriteSaw(
            @ForAll @Size(max = 24) List<@IntRange(max = Steps.BOUND - 1) Integer> script) {
        Rows<Siblings<String>, Write> rows = new Rows<>(Siblings.empty(), Siblings::merge);
        int[] writes = {0};
        Steps.run(
                script,
                rows,
                (region, argument) -> {
                    Row<Siblings<String>, Write> seen = rows.read(region);
                    String value = "value-" + writes[0]++;
                    Versioned<String> written = seen.state().resolve(Rows.REGIONS.get(region), value);
                    assertThat(seen.state().versions())
                            .allMatch(version -> written.vector().compare(version.vector()) == Causality.AFTER);
                    rows.store(region, seen.then(new Siblings<>(List.of(written)), new Write(value, seen.log())));
                },
                region -> check(rows.read(region)));
        List<Siblings<String>> states = rows.states();
        Laws.hold(states.get(0), states.get(1), states.get(2), Siblings.<String>empty(), Siblings::merge);

        rows.replicateAll();

        assertThat(rows.read(0)).isEqualTo(rows.read(1)).isEqualTo(rows.read(2));
        check(rows.read(0));
        Row<Siblings<String>, Write> last = rows.read(1);
        assertThat(last.state()
                        .merge(new Siblings<>(List.of(last.state().resolve(EUROPE, "decided"))))
                        .versions())
                .extracting(Versioned::value)
                .containsExactly("decided");
    }

    /** Also when one vector stands for several values, which no write makes. */
    @Property(tries = 10_000)
    void mergeKeepsTheLawsForEveryState(
            @ForAll @Size(max = 3) List<@IntRange(max = 53) Integer> a,
            @ForAll @Size(max = 3) List<@IntRange(max = 53) Integer> b,
            @ForAll @Size(max = 3) List<@IntRange(max = 53) Integer> c) {
        Siblings<String> one = siblings(a);
        Laws.hold(one, siblings(b), siblings(c), Siblings.<String>empty(), Siblings::merge);
        for (Versioned<String> version : one.versions()) {
            assertThat(one.versions()).noneMatch(other -> other.vector().compare(version.vector()) == Causality.AFTER);
            assertThat(one.mergedVector().covers(version.vector())).isTrue();
        }
    }

    private static Siblings<String> siblings(List<Integer> numbers) {
        return new Siblings<>(numbers.stream()
                .map(number -> new Versioned<>(
                        new VersionVector(Map.of(ASIA, number % 3L, EUROPE, number / 3 % 3L, US, number / 9 % 3L)),
                        "value-" + number / 27))
                .toList());
    }

    @Test
    void concurrentVersionsAreKeptInOneOrderUntilSomebodyDecides() {
        Siblings<String> start = new Siblings<>(List.of(Siblings.<String>empty().resolve(US, "start")));
        Versioned<String> asia = start.resolve(ASIA, "asia");
        Versioned<String> europe = start.resolve(EUROPE, "europe");

        Siblings<String> both = new Siblings<>(List.of(europe, asia)).merge(start);

        assertThat(both.isConflict()).isTrue();
        assertThat(both.versions()).containsExactly(asia, europe);
        assertThat(both.mergedVector().encode()).isEqualTo("asia-southeast1:1,europe-west1:1,us-east1:1");
        Versioned<String> decided = both.resolve(US, "both");
        assertThat(decided.vector().encode()).isEqualTo("asia-southeast1:1,europe-west1:1,us-east1:2");
        assertThat(both.merge(new Siblings<>(List.of(decided))).versions()).containsExactly(decided);
        assertThat(Siblings.empty().isConflict()).isFalse();
    }

    /** The trace of a region that lost its last writes and counted on: nothing of it is dropped unseen. */
    @Test
    void twoValuesUnderOneVectorAreAConflict() {
        VersionVector vector = new VersionVector(Map.of(US, 7L));
        Siblings<String> one = new Siblings<>(List.of(new Versioned<>(vector, "lost")));
        Siblings<String> other = new Siblings<>(List.of(new Versioned<>(vector, "new")));
        assertThat(one.merge(other).isConflict()).isTrue();
        assertThat(one.merge(one).isConflict()).isFalse();
    }
}
