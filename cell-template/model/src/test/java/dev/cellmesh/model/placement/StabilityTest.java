package dev.cellmesh.model.placement;

import static dev.cellmesh.model.placement.Meshes.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** One cell joins or leaves: whose set changes, and by how much? */
class StabilityTest {
    @Property(tries = 200)
    void aJoiningCellTakesNobodysPlace(
            @ForAll @IntRange(min = 1, max = 10) int n,
            @ForAll @IntRange(min = 1, max = 6) int k,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 1, max = 30) int tenants) {
        Seating before = Meshes.onboard(new ShufflePlacement(k), Meshes.east(n, zones), tenants);
        before.cellsIn(EAST).forEach((tenant, had) -> {
            List<CellId> after = Meshes.seatsInEast(k, Meshes.east(n + 1, zones), before, tenant)
                    .cells();
            assertThat(after).containsAll(had).hasSize(Math.min(k, n + 1));
        });
    }

    /** One after the other, each seeing what the ones before it got, as a control plane does it. */
    @Property(tries = 200)
    void aLeavingCellCostsOnlyItsOwnSeat(
            @ForAll @IntRange(min = 2, max = 10) int n,
            @ForAll @IntRange(min = 1, max = 6) int k,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 1, max = 30) int tenants,
            @ForAll @IntRange(min = 1, max = 10) int leaving) {
        CellId gone = new CellId(EAST, 1 + leaving % n);
        Membership left = Meshes.without(Meshes.east(n, zones), gone);
        Seating seating = Meshes.onboard(new ShufflePlacement(k), Meshes.east(n, zones), tenants);
        for (int i = 0; i < tenants; i++) {
            List<CellId> had = seating.cellsIn(EAST).get(Meshes.tenant(i));
            List<CellId> after =
                    Meshes.seatsInEast(k, left, seating, Meshes.tenant(i)).cells();
            List<CellId> stay = new ArrayList<>(had);
            stay.remove(gone);
            assertThat(after).containsAll(stay).doesNotContain(gone).hasSize(Math.min(k, n - 1));
            seating.put(Meshes.tenant(i), Map.of(EAST, after), false);
        }
    }

    /** A drained cell keeps those it has until they are moved, and gets nobody. */
    @Property(tries = 200)
    void aDrainedCellGetsNobodyAndLosesNobodyAtOnce(
            @ForAll @IntRange(min = 2, max = 10) int n,
            @ForAll @IntRange(min = 1, max = 5) int k,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 1, max = 30) int tenants,
            @ForAll @IntRange(min = 1, max = 10) int draining) {
        CellId drained = new CellId(EAST, 1 + draining % n);
        ShufflePlacement placement = new ShufflePlacement(k);
        Seating seating = Meshes.onboard(placement, Meshes.east(n, zones), tenants);
        int had = seating.tenantsOf(drained);
        Membership membership = Meshes.east(n, zones).drained(List.of(drained));
        seating.cellsIn(EAST)
                .forEach((tenant, cells) -> assertThat(Meshes.seatsInEast(k, membership, seating, tenant)
                                .cells())
                        .isEqualTo(cells));
        Meshes.onboard(placement, membership, seating, tenants, tenants + 20);
        assertThat(seating.tenantsOf(drained)).isEqualTo(had);
    }
}
