package dev.cellmesh.model.placement;

import static dev.cellmesh.model.placement.Meshes.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalanceTest {
    private static final int TENANTS = 10_000;
    private static final double WORST = 1.15;

    @ParameterizedTest
    @CsvSource({
        "8,2,1", "8,2,3", "12,2,3", "12,3,3", "16,2,3", "16,4,1", "16,4,3", "24,3,3", "24,4,3", "24,4,4", "100,5,3"
    })
    void noCellHasFarMoreThanItsShareOfTenThousand(int n, int k, int zones) {
        Seating seating = Meshes.onboard(new ShufflePlacement(k), Meshes.east(n, zones), TENANTS);
        assertThat(Meshes.worstToMean(seating, Meshes.cells(EAST, n))).isLessThanOrEqualTo(WORST);
    }

    /** Half come before the cell, half after it. */
    @ParameterizedTest
    @CsvSource({"8,2,3", "16,4,3", "24,3,3"})
    void aCellThatJoinsTakesItsShareOfThoseWhoCome(int n, int k, int zones) {
        ShufflePlacement placement = new ShufflePlacement(k);
        Seating seating = Meshes.onboard(placement, Meshes.east(n, zones), TENANTS / 2);
        Meshes.onboard(placement, Meshes.east(n + 1, zones), seating, TENANTS / 2, TENANTS);
        assertThat(Meshes.worstToMean(seating, Meshes.cells(EAST, n + 1))).isLessThanOrEqualTo(WORST);
    }

    @ParameterizedTest
    @CsvSource({"8,2,3", "16,4,3"})
    void theSeatsOfACellThatLeavesAreSharedOut(int n, int k, int zones) {
        Seating seating = Meshes.onboard(new ShufflePlacement(k), Meshes.east(n, zones), 4_000);
        Membership left = Meshes.without(Meshes.east(n, zones), new CellId(EAST, n));
        for (int i = 0; i < 4_000; i++) {
            List<CellId> after =
                    Meshes.seatsInEast(k, left, seating, Meshes.tenant(i)).cells();
            seating.put(Meshes.tenant(i), Map.of(EAST, after), false);
        }
        assertThat(Meshes.worstToMean(seating, left.cells().get(EAST))).isLessThanOrEqualTo(WORST);
    }

    /** A crowded cell gets nobody, as long as the set can do without it. */
    @Property(tries = 100)
    void aCrowdedCellIsPassedOver(@ForAll @IntRange(min = 12, max = 40) int already) {
        Seating seating = new Seating();
        for (int i = 0; i < already; i++) {
            seating.put(Meshes.tenant(i), Map.of(EAST, List.of(new CellId(EAST, 1))), false);
        }
        for (int i = already; i < already + 12; i++) {
            List<CellId> cells = Meshes.seatsInEast(2, Meshes.east(9, 3), seating, Meshes.tenant(i))
                    .cells();
            assertThat(cells).doesNotContain(new CellId(EAST, 1));
            seating.put(Meshes.tenant(i), Map.of(EAST, cells), false);
        }
    }

    /** One zone has a single cell, and sets must have all zones: then everybody is there, and balance gives way. */
    @Test
    void zonesComeBeforeBalance() {
        Membership lopsided =
                Meshes.without(Meshes.without(Meshes.east(9, 3), new CellId(EAST, 6)), new CellId(EAST, 9));
        Seating seating = Meshes.onboard(new ShufflePlacement(3), lopsided, 100);
        assertThat(seating.tenantsOf(new CellId(EAST, 3))).isEqualTo(100);
    }
}
