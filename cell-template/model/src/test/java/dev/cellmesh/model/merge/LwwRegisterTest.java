package dev.cellmesh.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.LwwRegister.Written;
import dev.cellmesh.model.merge.Rows.Row;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LwwRegisterTest {
    private static final Region ASIA = Rows.REGIONS.get(0);
    private static final Region EUROPE = Rows.REGIONS.get(1);
    private static final HybridTimestamp ONE = new HybridTimestamp(1, 0);
    private static final HybridTimestamp TWO = new HybridTimestamp(2, 0);

    private static Optional<Written<Integer>> lastOf(Set<Written<Integer>> log) {
        return log.stream()
                .sorted(Comparator.comparing((Written<Integer> written) -> written.region())
                        .reversed())
                .sorted(Comparator.comparing((Written<Integer> written) -> written.timestamp())
                        .reversed())
                .findFirst();
    }

    private static Rows<LwwRegister<Integer>, Written<Integer>> run(List<Integer> script) {
        Rows<LwwRegister<Integer>, Written<Integer>> rows = new Rows<>(LwwRegister.empty(), LwwRegister::merge);
        CellClocks clocks = new CellClocks();
        Set<Written<Integer>> all = new HashSet<>();
        Set<String> stamps = new HashSet<>();
        Steps.run(
                script,
                rows,
                (region, argument) -> {
                    Row<LwwRegister<Integer>, Written<Integer>> seen = rows.read(region);
                    clocks.nowAfter(region, argument, seen.state().timestamp()).ifPresent(now -> {
                        LwwRegister<Integer> changed = seen.state().write(Rows.REGIONS.get(region), all.size(), now);
                        Written<Integer> written = changed.written().orElseThrow();
                        all.add(written);
                        assertThat(stamps.add(written.timestamp() + " " + written.region()))
                                .as("a region gives a time once")
                                .isTrue();
                        rows.store(region, seen.then(changed, written));
                        assertThat(rows.read(region).state().value())
                                .as("a write shows at once where it was made")
                                .contains(written.value());
                    });
                },
                region -> assertThat(rows.read(region).state().written())
                        .isEqualTo(lastOf(rows.read(region).log())));
        return rows;
    }

    @Property(tries = 10_000)
    void showsTheLastOfAllWritesSeen(@ForAll @Size(max = 40) List<@IntRange(max = Steps.BOUND - 1) Integer> script) {
        Rows<LwwRegister<Integer>, Written<Integer>> rows = run(script);
        List<LwwRegister<Integer>> states = rows.states();
        Laws.hold(states.get(0), states.get(1), states.get(2), LwwRegister.<Integer>empty(), LwwRegister::merge);

        rows.replicateAll();

        assertThat(rows.read(0)).isEqualTo(rows.read(1)).isEqualTo(rows.read(2));
        assertThat(rows.read(0).state().written()).isEqualTo(lastOf(rows.read(0).log()));
    }

    /** Also when one time of one region stands for several values, which no write makes. */
    @Property(tries = 10_000)
    void mergeKeepsTheLawsForEveryState(
            @ForAll @IntRange(max = 27) int a, @ForAll @IntRange(max = 27) int b, @ForAll @IntRange(max = 27) int c) {
        Laws.hold(register(a), register(b), register(c), LwwRegister.<String>empty(), LwwRegister::merge);
    }

    private static LwwRegister<String> register(int number) {
        return number == 27
                ? LwwRegister.empty()
                : LwwRegister.of(
                        "value-" + number % 3, new HybridTimestamp(number / 3 % 3, 0), Rows.REGIONS.get(number / 9));
    }

    @Test
    void laterWinsAndTheRegionBreaksTies() {
        LwwRegister<String> early = LwwRegister.of("early", ONE, EUROPE);
        LwwRegister<String> late = LwwRegister.of("late", TWO, ASIA);
        assertThat(early.merge(late).value()).contains("late");
        assertThat(late.merge(LwwRegister.of("tie", TWO, EUROPE)).value()).contains("tie");
        assertThat(LwwRegister.<String>empty().value()).isEmpty();
        assertThat(LwwRegister.<String>empty().timestamp()).isEqualTo(HybridTimestamp.ZERO);
    }

    @Test
    void aWriteThatWouldBeLostIsRefused() {
        LwwRegister<String> register = LwwRegister.<String>empty().write(ASIA, "first", HybridTimestamp.ZERO);
        assertThatIllegalArgumentException().isThrownBy(() -> register.write(EUROPE, "lost", HybridTimestamp.ZERO));
        assertThat(register.write(EUROPE, "second", ONE).value()).contains("second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> register.write(ASIA, "second", TWO).write(ASIA, "lost", ONE));
    }
}
