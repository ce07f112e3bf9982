package dev.cellmesh.model.placement;

import static dev.cellmesh.model.placement.Meshes.EAST;
import static dev.cellmesh.model.placement.Meshes.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.PlacementOutcome.Placed;
import dev.cellmesh.model.placement.PlacementOutcome.Seats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShufflePlacementTest {
    private static final Region ASIA = new Region("asia-southeast1");
    private static final TenantId ACME = new TenantId("acme");

    /** Computed apart from this code, before there were zones: a mesh of one zone goes on as it was. */
    @Test
    void aLoneTenantHasItsFirstRanks() {
        Membership eight = Membership.of(both(4, 4));
        assertThat(place(2, eight, "acme"))
                .isEqualTo(
                        "{europe-west1=[europe-west1-c02, europe-west1-c04], us-east1=[us-east1-c03, us-east1-c02]}");
        assertThat(place(2, eight, "globex"))
                .isEqualTo(
                        "{europe-west1=[europe-west1-c01, europe-west1-c02], us-east1=[us-east1-c01, us-east1-c04]}");
        assertThat(place(4, Membership.of(Meshes.cells(ASIA, 12)), "acme"))
                .isEqualTo("{asia-southeast1=[asia-southeast1-c01, asia-southeast1-c10, asia-southeast1-c04,"
                        + " asia-southeast1-c09]}");
    }

    @Property(tries = 300)
    void sizeMembersAndNoDuplicates(
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 15) int k,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 0, max = 40) int others) {
        Membership membership = Membership.of(both(n, Math.max(1, n / 2))).inZones(zones);
        ShufflePlacement placement = new ShufflePlacement(k);
        Seating soFar = Meshes.onboard(placement, membership, others);

        Map<Region, Seats> placed =
                Meshes.placed(placement, membership, soFar, ACME).seats();

        assertThat(placed).containsOnlyKeys(EAST, WEST);
        placed.forEach((region, seats) -> {
            assertThat(seats.cells())
                    .hasSize(Math.min(k, membership.cells().get(region).size()));
            assertThat(seats.cells()).doesNotHaveDuplicates();
            assertThat(membership.cells().get(region)).containsAll(seats.cells());
        });
    }

    @Property(tries = 200)
    void orderOfTheInputsDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 10) int n,
            @ForAll @IntRange(min = 1, max = 5) int k,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 0, max = 30) int others,
            @ForAll long seed) {
        List<CellId> cells = new ArrayList<>(both(n, n));
        ShufflePlacement placement = new ShufflePlacement(k);
        Seating soFar = Meshes.onboard(placement, Membership.of(cells).inZones(zones), others);
        Map<TenantId, List<CellId>> east = soFar.cellsIn(EAST);
        Map<TenantId, List<CellId>> west = soFar.cellsIn(WEST);
        List<TenantId> tenants = new ArrayList<>(east.keySet());
        Collections.shuffle(tenants, new Random(seed));
        Seating shuffled = new Seating();
        tenants.forEach(tenant -> shuffled.put(
                tenant,
                Map.of(WEST, west.get(tenant).reversed(), EAST, east.get(tenant).reversed()),
                false));
        Placed expected = Meshes.placed(placement, Membership.of(cells).inZones(zones), soFar, ACME);
        Collections.shuffle(cells, new Random(seed + 1));

        assertThat(Meshes.placed(placement, Membership.of(cells).inZones(zones), shuffled, ACME))
                .isEqualTo(expected);
    }

    /** What was put in and taken out leaves no trace. */
    @Property(tries = 100)
    void aSeatingIsWhatIsInIt(
            @ForAll @IntRange(min = 2, max = 9) int n,
            @ForAll @IntRange(min = 1, max = 4) int k,
            @ForAll @IntRange(min = 1, max = 40) int tenants) {
        Membership membership = Meshes.east(n, 3);
        ShufflePlacement placement = new ShufflePlacement(k);
        Seating grown = Meshes.onboard(placement, membership, tenants);
        Seating before = grown.copy();
        Meshes.onboard(placement, membership, grown, tenants, tenants + 7);
        grown.put(Meshes.tenant(0), Map.of(EAST, Meshes.cells(EAST, 1)), true);
        grown.put(Meshes.tenant(0), Map.of(EAST, before.cellsIn(EAST).get(Meshes.tenant(0))), false);
        for (int i = tenants; i < tenants + 7; i++) {
            grown.remove(Meshes.tenant(i));
        }
        assertThat(grown).isEqualTo(before);
        assertThat(Meshes.placed(placement, membership, grown, ACME))
                .isEqualTo(Meshes.placed(placement, membership, before, ACME));
    }

    /** Nobody else is in the way: the rendezvous order alone keeps the sets close, without any memory. */
    @Property(tries = 300)
    void aLoneTenantNeedsNoMemory(
            @ForAll @IntRange(min = 1, max = 15) int n,
            @ForAll @IntRange(min = 1, max = 6) int k,
            @ForAll @IntRange(min = 0, max = 999) int tenant) {
        List<CellId> small = lone(n, k, tenant);
        assertThat(lone(n + 1, k, tenant).stream()
                        .filter(cell -> !small.contains(cell))
                        .count())
                .isLessThanOrEqualTo(1);
    }

    private static List<CellId> lone(int n, int k, int tenant) {
        return Meshes.seatsInEast(k, Membership.of(Meshes.cells(EAST, n)), new Seating(), Meshes.tenant(tenant))
                .cells();
    }

    @Test
    void aRefilledSeatAvoidsAnotherTenantsSet() {
        Membership six = Membership.of(Meshes.cells(EAST, 6));
        List<CellId> own = Meshes.seatsInEast(2, six, new Seating(), ACME).cells();
        CellId gone = own.get(1);
        Membership five = Meshes.without(six, gone);
        Seating soFar = Seating.of(Map.of(ACME, Map.of(EAST, own)));
        List<CellId> undisturbed = Meshes.seatsInEast(2, five, soFar, ACME).cells();

        soFar.put(new TenantId("other"), Map.of(EAST, undisturbed), false);
        List<CellId> avoiding = Meshes.seatsInEast(2, five, soFar, ACME).cells();

        assertThat(avoiding).contains(own.get(0)).doesNotContain(gone).hasSize(2);
        assertThat(Set.copyOf(avoiding)).isNotEqualTo(Set.copyOf(undisturbed));
    }

    @Test
    void aRegionThatIsNewGetsAPlaceAndTheOldOneStays() {
        ShufflePlacement placement = new ShufflePlacement(2);
        Membership one = Meshes.east(4, 3);
        Map<Region, List<CellId>> before =
                Meshes.placed(placement, one, new Seating(), ACME).cells();
        Map<Region, List<CellId>> after = Meshes.placed(
                        placement, Membership.of(both(4, 4)).inZones(3), Seating.of(Map.of(ACME, before)), ACME)
                .cells();
        assertThat(after.get(EAST)).isEqualTo(before.get(EAST));
        assertThat(after.get(WEST)).hasSize(2);
    }

    @Test
    void outOfRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ShufflePlacement(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ShufflePlacement(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShufflePlacement(ShufflePlacement.CELLS_PER_REGION_MAX + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ShufflePlacement(2).place(Membership.of(List.of()), new Seating(), ACME, Wish.NONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Membership(new TreeMap<>(Map.of(EAST, new TreeSet<>()))));
        assertThatIllegalArgumentException().isThrownBy(() -> Meshes.east(65, 65));
    }

    private static String place(int k, Membership membership, String tenant) {
        return Meshes.placed(new ShufflePlacement(k), membership, new Seating(), new TenantId(tenant))
                .cells()
                .toString();
    }

    private static List<CellId> both(int east, int west) {
        List<CellId> cells = new ArrayList<>(Meshes.cells(EAST, east));
        cells.addAll(Meshes.cells(WEST, west));
        return cells;
    }
}
