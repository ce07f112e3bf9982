package dev.cellmesh.model.placement;

import static dev.cellmesh.model.placement.Meshes.EAST;
import static dev.cellmesh.model.placement.Meshes.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.PlacementOutcome.NoPlace;
import dev.cellmesh.model.placement.PlacementOutcome.Placed;
import dev.cellmesh.model.placement.PlacementOutcome.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Sizes of their own, pinned, dedicated. */
class WishTest {
    private static final ShufflePlacement TWO = new ShufflePlacement(2);
    private static final TenantId ACME = new TenantId("acme");

    @Property(tries = 200)
    void aTenantMayHaveASizeOfItsOwn(
            @ForAll @IntRange(min = 1, max = 10) int n,
            @ForAll @IntRange(min = 1, max = 12) int size,
            @ForAll @IntRange(min = 0, max = 30) int others) {
        Seating seating = Meshes.onboard(TWO, Meshes.east(n, 3), others);
        Wish wish = new Wish.Shuffled(OptionalInt.of(size));
        List<CellId> cells = inEast(TWO.place(Meshes.east(n, 3), seating, ACME, wish));
        assertThat(cells).hasSize(Math.min(size, n)).doesNotHaveDuplicates();
        assertThat(Meshes.zonesOf(Meshes.east(n, 3), cells)).isEqualTo(Math.min(3, Math.min(size, n)));
    }

    /** A larger one keeps what it has, a smaller one keeps some of it, in as many zones as these have. */
    @Property(tries = 200)
    void anotherSizeKeepsWhatItCan(
            @ForAll @IntRange(min = 1, max = 10) int n,
            @ForAll @IntRange(min = 1, max = 8) int before,
            @ForAll @IntRange(min = 1, max = 8) int after,
            @ForAll @IntRange(min = 0, max = 20) int others) {
        Membership membership = Meshes.east(n, 3);
        Seating seating = Meshes.onboard(TWO, membership, others);
        List<CellId> had = inEast(TWO.place(membership, seating, ACME, new Wish.Shuffled(OptionalInt.of(before))));
        seating.put(ACME, Map.of(EAST, had), false);
        List<CellId> has = inEast(TWO.place(membership, seating, ACME, new Wish.Shuffled(OptionalInt.of(after))));
        if (after >= before) {
            assertThat(has).containsAll(had);
        } else {
            assertThat(had).containsAll(has);
        }
        assertThat(Meshes.zonesOf(membership, has)).isEqualTo(Math.min(3, Math.min(after, n)));
    }

    @Test
    void aSmallerSetLosesItsDrainedCellFirst() {
        Membership membership = Membership.of(Meshes.cells(EAST, 6));
        List<CellId> had = inEast(TWO.place(membership, new Seating(), ACME, new Wish.Shuffled(OptionalInt.of(3))));
        Seating seating = Seating.of(Map.of(ACME, Map.of(EAST, had)));
        for (CellId drained : had) {
            assertThat(inEast(TWO.place(membership.drained(List.of(drained)), seating, ACME, Wish.NONE)))
                    .hasSize(2)
                    .doesNotContain(drained);
        }
    }

    @Test
    void aPinnedTenantGetsWhatItWasGivenAndIsPlacedElsewhere() {
        List<CellId> cells = new ArrayList<>(Meshes.cells(EAST, 6));
        cells.addAll(Meshes.cells(WEST, 6));
        List<CellId> given = List.of(new CellId(EAST, 5), new CellId(EAST, 2), new CellId(EAST, 1));
        Placed placed = (Placed) TWO.place(
                Membership.of(cells), new Seating(), ACME, new Wish.Pinned(new TreeMap<>(Map.of(EAST, given))));
        assertThat(placed.cells().get(EAST)).isEqualTo(given);
        assertThat(placed.cells().get(WEST)).hasSize(2);
    }

    @Test
    void whatCannotBePinnedIsSaid() {
        Membership six = Meshes.east(6, 3);
        Seating seating = new Seating();
        seating.put(new TenantId("alone"), Map.of(EAST, List.of(new CellId(EAST, 1))), true);
        assertThat(TWO.place(six, seating, ACME, pinnedTo(7))).isEqualTo(new NoPlace(EAST, Why.NO_SUCH_CELL));
        Wish elsewhere = new Wish.Pinned(new TreeMap<>(Map.of(WEST, List.of(new CellId(WEST, 1)))));
        assertThat(TWO.place(six, seating, ACME, elsewhere))
                .as("a region that the mesh does not have")
                .isEqualTo(new NoPlace(WEST, Why.NO_SUCH_CELL));
        assertThat(TWO.place(six, seating, ACME, pinnedTo(1))).isEqualTo(new NoPlace(EAST, Why.CELL_DEDICATED));
        Membership drained = six.drained(List.of(new CellId(EAST, 2)));
        assertThat(TWO.place(drained, seating, ACME, pinnedTo(2))).isEqualTo(new NoPlace(EAST, Why.CELL_DRAINED));
        seating.put(ACME, Map.of(EAST, List.of(new CellId(EAST, 2))), false);
        assertThat(TWO.place(drained, seating, ACME, pinnedTo(2))).isInstanceOf(Placed.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wish.Pinned(new TreeMap<>(Map.of(WEST, List.of(new CellId(EAST, 1))))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Wish.Pinned(new TreeMap<>(Map.of(EAST, List.of()))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Wish.Shuffled(OptionalInt.of(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Wish.Dedicated(OptionalInt.of(1_000)));
    }

    /** Whoever comes, before or after: a dedicated tenant's cells are its own. */
    @Property(tries = 200)
    void nobodyElseGetsADedicatedCell(
            @ForAll @IntRange(min = 4, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 3) int size,
            @ForAll @IntRange(min = 1, max = 40) int tenants) {
        Membership membership = Meshes.east(n, 3);
        Seating seating = new Seating();
        List<CellId> own = inEast(TWO.place(membership, seating, ACME, dedicated(size)));
        seating.put(ACME, Map.of(EAST, own), true);
        Meshes.onboard(TWO, membership, seating, 0, tenants);
        assertThat(own)
                .hasSize(size)
                .allSatisfy(cell -> assertThat(seating.tenantsOf(cell)).isEqualTo(1));
        assertThat(inEast(TWO.place(membership, seating, ACME, dedicated(size))))
                .isEqualTo(own);
    }

    @Test
    void cellsWithTenantsAreNotDedicatedAndNoneLeftIsSaid() {
        Membership four = Meshes.east(4, 2);
        Seating seating = new Seating();
        seating.put(Meshes.tenant(0), Map.of(EAST, Meshes.cells(EAST, 2)), false);
        assertThat(inEast(TWO.place(four, seating, ACME, dedicated(2))))
                .containsExactlyInAnyOrder(new CellId(EAST, 3), new CellId(EAST, 4));
        NoPlace tooFew = new NoPlace(EAST, Why.TOO_FEW_FREE_CELLS);
        assertThat(TWO.place(four, seating, ACME, dedicated(3))).isEqualTo(tooFew);
        assertThat(TWO.place(four.drained(List.of(new CellId(EAST, 4))), seating, ACME, dedicated(2)))
                .isEqualTo(tooFew);
        assertThat(TWO.place(four.drained(Meshes.cells(EAST, 4)), new Seating(), ACME, Wish.NONE))
                .isEqualTo(tooFew);
        seating.put(Meshes.tenant(0), Map.of(EAST, Meshes.cells(EAST, 4)), true);
        assertThat(TWO.place(four, seating, ACME, Wish.NONE)).isEqualTo(tooFew);
    }

    private static Wish dedicated(int size) {
        return new Wish.Dedicated(OptionalInt.of(size));
    }

    private static Wish pinnedTo(int number) {
        return new Wish.Pinned(new TreeMap<>(Map.of(EAST, List.of(new CellId(EAST, number)))));
    }

    private static List<CellId> inEast(PlacementOutcome outcome) {
        return ((Placed) outcome).cells().get(EAST);
    }
}
