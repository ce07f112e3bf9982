package dev.cellmesh.model.placement;

import static dev.cellmesh.model.placement.Meshes.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The quick search finds what looking at every set finds. */
class ReferencePlacementTest {
    @Property(tries = 300)
    void aNewTenantGetsTheBestOfAllSets(
            @ForAll @IntRange(min = 1, max = 9) int n,
            @ForAll @IntRange(min = 1, max = 4) int k,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 0, max = 60) int others) {
        Membership membership = Meshes.east(n, zones);
        Seating seating = Meshes.onboard(new ShufflePlacement(k), membership, others);
        assertSame(k, membership, seating, Meshes.tenant(others));
    }

    /** Places that no placement would give, so that some cells are crowded, and some sets are had by many. */
    @Property(tries = 500)
    void whateverTheOthersHave(
            @ForAll @IntRange(min = 1, max = 8) int n,
            @ForAll @IntRange(min = 1, max = 4) int k,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 0, max = 80) int others,
            @ForAll @IntRange(min = 0, max = 4) int had,
            @ForAll @IntRange(min = 0, max = 2) int drained,
            @ForAll long seed) {
        Random random = new Random(seed);
        Membership all = Meshes.east(n, zones);
        Membership membership = all.drained(someOf(n, Math.min(drained, n - 1), random));
        Seating seating = new Seating();
        for (int i = 0; i < others; i++) {
            seating.put(Meshes.tenant(i), Map.of(EAST, someOf(n, 1 + random.nextInt(Math.min(n, k)), random)), false);
        }
        TenantId tenant = Meshes.tenant(others);
        seating.put(tenant, Map.of(EAST, someOf(n, Math.min(had, Math.min(n, k)), random)), false);
        assertSame(k, membership, seating, tenant);
    }

    private static void assertSame(int k, Membership membership, Seating seating, TenantId tenant) {
        PlacementOutcome.Seats seats = Meshes.seatsInEast(k, membership, seating, tenant);
        assertThat(seats.cells()).isEqualTo(ReferencePlacement.inEast(k, membership, seating, tenant));
        assertThat(seats.sameSet()).isEqualTo((int) seating.cellsIn(EAST).entrySet().stream()
                .filter(other -> !other.getKey().equals(tenant))
                .filter(other -> CellSet.of(other.getValue()).equals(CellSet.of(seats.cells())))
                .count());
        assertThat(seats.overlapMost())
                .isEqualTo(seating.cellsIn(EAST).entrySet().stream()
                        .filter(other -> !other.getKey().equals(tenant))
                        .mapToInt(other -> (int) other.getValue().stream()
                                .filter(seats.cells()::contains)
                                .count())
                        .max()
                        .orElse(0));
    }

    /** Low numbers more often than high ones. */
    private static List<CellId> someOf(int n, int size, Random random) {
        List<CellId> left = new ArrayList<>(Meshes.cells(EAST, n));
        List<CellId> some = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            some.add(left.remove(Math.min(random.nextInt(left.size()), random.nextInt(left.size()))));
        }
        return some;
    }
}
