package dev.cellmesh.model.placement;

import static dev.cellmesh.model.placement.Meshes.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.placement.PlacementOutcome.Seats;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Over zones, over sets, and with little in common. */
class SpreadTest {
    @Property(tries = 300)
    void everySetHasAsManyZonesAsItCan(
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 6) int k,
            @ForAll @IntRange(min = 1, max = 5) int zones,
            @ForAll @IntRange(min = 1, max = 60) int tenants) {
        Membership membership = Meshes.east(n, zones);
        Meshes.onboard(new ShufflePlacement(k), membership, tenants)
                .cellsIn(EAST)
                .values()
                .forEach(cells ->
                        assertThat(Meshes.zonesOf(membership, cells)).isEqualTo(Math.min(k, Math.min(n, zones))));
    }

    /** The seat of a cell that left goes to a zone that the set does not have, when there is one. */
    @Property(tries = 200)
    void aRefilledSeatWidensTheSetAsFarAsItCan(
            @ForAll @IntRange(min = 3, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 5) int k,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 12) Integer> leaving) {
        Membership membership = Meshes.east(n, zones);
        Seating seating = Meshes.onboard(new ShufflePlacement(k), membership, 10);
        for (int number : leaving) {
            CellId gone = new CellId(EAST, 1 + number % n);
            if (membership.contains(gone) && membership.cells().get(EAST).size() > 1) {
                membership = Meshes.without(membership, gone);
            }
            for (int i = 0; i < 10; i++) {
                Set<CellId> kept = new HashSet<>(seating.cellsIn(EAST).get(Meshes.tenant(i)));
                kept.retainAll(membership.cells().get(EAST));
                List<CellId> after = Meshes.seatsInEast(k, membership, seating, Meshes.tenant(i))
                        .cells();
                int free = after.size() - kept.size();
                int reached = Meshes.zonesOf(membership, kept);
                int all = Meshes.zonesOf(membership, membership.cells().get(EAST));
                assertThat(Meshes.zonesOf(membership, after)).isEqualTo(Math.min(all, reached + free));
                seating.put(Meshes.tenant(i), Map.of(EAST, after), false);
            }
        }
    }

    /** Of sets with as many zones as can be; where a mesh has one zone, of all. */
    @Property(tries = 150)
    void setsDifferWhileCombinationsLastAndAreSharedEvenlyAfter(
            @ForAll @IntRange(min = 1, max = 7) int n,
            @ForAll @IntRange(min = 1, max = 4) int k,
            @ForAll @IntRange(min = 1, max = 3) int zones,
            @ForAll @IntRange(min = 1, max = 80) int tenants) {
        Membership membership = Meshes.east(n, zones);
        Map<Set<CellId>, Integer> sharers =
                Meshes.tenantsOfSets(Meshes.onboard(new ShufflePlacement(k), membership, tenants));
        int size = Math.min(k, n);
        int combinations =
                (int) Meshes.combinations(List.copyOf(membership.cells().get(EAST)), size).stream()
                        .filter(set -> Meshes.zonesOf(membership, set) == Math.min(size, Math.min(n, zones)))
                        .count();
        assertThat(sharers).hasSize(Math.min(tenants, combinations));
        if (n % Math.min(zones, n) == 0) {
            assertThat(Collections.max(sharers.values())).isEqualTo((tenants + combinations - 1) / combinations);
        }
    }

    @Property(tries = 50)
    void itSaysSoWhenASetIsShared(
            @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(min = 1, max = 3) int k,
            @ForAll @IntRange(min = 1, max = 60) int tenants) {
        Membership membership = Meshes.east(n, 2);
        Seating seating = new Seating();
        for (int i = 0; i < tenants; i++) {
            Seats seats = Meshes.seatsInEast(k, membership, seating, Meshes.tenant(i));
            int same = Meshes.tenantsOfSets(seating).getOrDefault(Set.copyOf(seats.cells()), 0);
            assertThat(seats.sameSet()).isEqualTo(same);
            assertThat(seats.isShared()).isEqualTo(same > 0);
            seating.put(Meshes.tenant(i), Map.of(EAST, seats.cells()), false);
        }
    }

    /** The first tenants of sixteen cells have no cell in common: there is a set far from all others, and it is found. */
    @Test
    void theFirstTenantsHaveNothingInCommon() {
        Seating seating = Meshes.onboard(new ShufflePlacement(4), Meshes.east(16, 3), 3);
        Set<CellId> all = new HashSet<>();
        seating.cellsIn(EAST).values().forEach(all::addAll);
        assertThat(all).hasSize(12);
    }

    @Test
    void fiveHundredTenantsOfSixteenCellsShareNothing() {
        Seating seating = Meshes.onboard(new ShufflePlacement(4), Meshes.east(16, 3), 500);
        assertThat(Meshes.tenantsOfSets(seating)).hasSize(500);
    }
}
