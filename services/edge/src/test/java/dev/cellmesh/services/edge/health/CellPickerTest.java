package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CellPickerTest {
    private static final CellId ONE = Fleet.cell(1);
    private static final CellId TWO = Fleet.cell(2);
    private static final CellId THREE = Fleet.cell(3);
    private static final List<CellId> ALL = List.of(ONE, TWO, THREE);

    private final Fleet fleet = new Fleet(3);
    private final CellPicker picker = new CellPicker(fleet.health, new Random(7));

    private void began(CellId... cells) {
        for (CellId cell : cells) {
            fleet.health.began(cell, Fleet.read("acme"));
        }
    }

    private Set<CellId> picked(int times) {
        Set<CellId> picked = new HashSet<>();
        for (int i = 0; i < times; i++) {
            picker.pick(ALL, Set.of(), true).ifPresent(picked::add);
        }
        return picked;
    }

    @Test
    void equalCellsAllGetTheirTurn() {
        assertThat(picked(50)).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void ofTwoTheLessLoadedIsPickedSoTheMostLoadedNeverIs() {
        began(ONE, ONE, TWO);
        assertThat(picked(100)).containsExactlyInAnyOrder(TWO, THREE);
        assertThat(picker.pick(List.of(ONE, TWO), Set.of(), true)).contains(TWO);
    }

    @Test
    void aCellThatCannotBeReachedComesLastHoweverIdle() {
        assertThat(fleet.health.leaveOut(ONE)).isTrue();
        assertThat(fleet.health.leaveOut(ONE)).isFalse();
        began(TWO, THREE);
        assertThat(picked(50)).containsExactlyInAnyOrder(TWO, THREE);
        assertThat(picker.pick(ALL, Set.of(TWO, THREE), true)).contains(ONE);
        fleet.health.takeBack(ONE);
        assertThat(picked(50)).contains(ONE);
    }

    @Test
    void whenAllAreOutTheSlowComesBeforeTheBrokenAndTheUnreachable() {
        fleet.health.of(ONE).trip(Trip.FAILURES, 0);
        fleet.health.of(TWO).trip(Trip.LATENCY, 0);
        fleet.tick();
        fleet.health.leaveOut(THREE);
        assertThat(picked(20)).containsExactly(TWO);
        assertThat(picker.pick(ALL, Set.of(TWO), true)).contains(ONE);
        assertThat(picker.pick(ALL, Set.of(ONE, TWO), true)).contains(THREE);
    }

    @Test
    void nothingIsLeftWhenAllWereTried() {
        assertThat(picker.pick(ALL, Set.copyOf(ALL), true)).isEmpty();
        assertThat(picker.pick(List.of(), Set.of(), true)).isEmpty();
    }

    /** Requests that never end: the worst a picker can do is to pile them up, and it keeps them level. */
    @Property(tries = 50)
    void theLoadIsBalanced(@ForAll long seed) {
        Fleet many = new Fleet(8);
        CellPicker level = new CellPicker(many.health, new Random(seed));
        Map<CellId, Integer> load = new HashMap<>();
        for (int i = 0; i < 800; i++) {
            CellId cell = level.pick(many.cells, Set.of(), true).orElseThrow();
            many.health.began(cell, Fleet.read("acme"));
            load.merge(cell, 1, Integer::sum);
        }
        assertThat(load.values()).allSatisfy(count -> assertThat(count).isBetween(90, 110));
    }

    @Property
    void neverACellThatWasTriedOrIsNotTheTenants(
            @ForAll("cells") Set<CellId> tried, @ForAll("cells") Set<CellId> out, @ForAll boolean isRead) {
        out.forEach(fleet.health::leaveOut);
        Optional<CellId> cell = picker.pick(List.of(ONE, TWO), tried, isRead);
        out.forEach(fleet.health::takeBack);
        assertThat(cell.isEmpty()).isEqualTo(tried.containsAll(List.of(ONE, TWO)));
        cell.ifPresent(one -> assertThat(one).isIn(ONE, TWO).isNotIn(tried));
    }

    @Provide
    Arbitrary<Set<CellId>> cells() {
        return Arbitraries.of(ALL).set();
    }
}
