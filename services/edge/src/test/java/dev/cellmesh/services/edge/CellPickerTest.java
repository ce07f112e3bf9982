package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CellPickerTest {
    private static final Region US = new Region("us-east1");
    private static final CellId ONE = new CellId(US, 1);
    private static final CellId TWO = new CellId(US, 2);
    private static final CellId THREE = new CellId(US, 3);
    private static final List<CellId> ALL = List.of(ONE, TWO, THREE);

    private final CellPicker picker = new CellPicker(new Random(7));

    private Set<CellId> picked(int times) {
        Set<CellId> picked = new HashSet<>();
        for (int i = 0; i < times; i++) {
            picker.pick(ALL, Set.of()).ifPresent(picked::add);
        }
        return picked;
    }

    @Test
    void equalCellsAllGetTheirTurn() {
        assertThat(picked(50)).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void theLeastLoadedIsPicked() {
        picker.began(ONE);
        picker.began(ONE);
        picker.began(TWO);
        picker.began(THREE);
        assertThat(picked(50)).containsExactlyInAnyOrder(TWO, THREE);
        picker.ended(THREE);
        assertThat(picked(50)).containsExactly(THREE);
    }

    @Test
    void aCellThatIsLeftOutComesLastHoweverIdle() {
        assertThat(picker.leaveOut(ONE)).isTrue();
        assertThat(picker.leaveOut(ONE)).isFalse();
        picker.began(TWO);
        picker.began(THREE);
        assertThat(picked(50)).containsExactlyInAnyOrder(TWO, THREE);
        assertThat(picker.pick(ALL, Set.of(TWO, THREE))).contains(ONE);
        picker.takeBack(ONE);
        assertThat(picked(50)).containsExactly(ONE);
    }

    @Test
    void nothingIsLeftWhenAllWereTried() {
        assertThat(picker.pick(ALL, Set.copyOf(ALL))).isEmpty();
        assertThat(picker.pick(List.of(), Set.of())).isEmpty();
    }

    @Property
    void neverACellThatWasTriedOrIsNotTheTenants(@ForAll("cells") Set<CellId> tried, @ForAll("cells") Set<CellId> out) {
        out.forEach(picker::leaveOut);
        Optional<CellId> cell = picker.pick(List.of(ONE, TWO), tried);
        assertThat(cell.isEmpty()).isEqualTo(tried.containsAll(List.of(ONE, TWO)));
        cell.ifPresent(one -> assertThat(one).isIn(ONE, TWO).isNotIn(tried));
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<Set<CellId>> cells() {
        return net.jqwik.api.Arbitraries.of(ALL).set();
    }
}
