package dev.cellmesh.model.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShufflePlacementTest {
    private static final Region EAST = new Region("us-east1");
    private static final Region WEST = new Region("europe-west1");
    private static final Region ASIA = new Region("asia-southeast1");

    /** Computed apart from this code. A change here moves tenants of running meshes: never adapt it to the code. */
    @Test
    void goldenVectors() {
        Membership eight = Membership.of(concat(cells(EAST, 4), cells(WEST, 4)));
        assertThat(place(2, eight, Map.of(), "acme"))
                .isEqualTo(
                        "{europe-west1=[europe-west1-c02, europe-west1-c04], us-east1=[us-east1-c03, us-east1-c02]}");
        assertThat(place(2, eight, Map.of(), "globex"))
                .isEqualTo(
                        "{europe-west1=[europe-west1-c01, europe-west1-c02], us-east1=[us-east1-c01, us-east1-c04]}");
        assertThat(place(4, cells(ASIA, 12), Map.of(), "acme"))
                .isEqualTo("{asia-southeast1=[asia-southeast1-c01, asia-southeast1-c10, asia-southeast1-c04,"
                        + " asia-southeast1-c09]}");
    }

    /** Six sets of two out of four cells, then the seventh tenant shares. */
    @Test
    void goldenVectorsOfACrowd() {
        Map<TenantId, Map<Region, List<CellId>>> placed = onboard(2, cells(EAST, 4), 7);
        assertThat(IntStream.range(0, 7)
                        .mapToObj(i -> placed.get(new TenantId("tenant-" + i)).get(EAST).stream()
                                .map(CellId::number)
                                .toList()))
                .containsExactly(
                        List.of(1, 3),
                        List.of(4, 3),
                        List.of(3, 2),
                        List.of(1, 2),
                        List.of(2, 4),
                        List.of(4, 1),
                        List.of(3, 2));
    }

    @Property(tries = 300)
    void sizeMembersAndNoDuplicates(
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 15) int k,
            @ForAll @IntRange(min = 0, max = 40) int others) {
        Membership membership = Membership.of(concat(cells(EAST, n), cells(WEST, Math.max(1, n / 2))));
        Map<TenantId, Map<Region, List<CellId>>> soFar = onboard(k, membership, others);

        Map<Region, List<CellId>> placed = new ShufflePlacement(k).place(membership, soFar, new TenantId("newcomer"));

        assertThat(placed).containsOnlyKeys(EAST, WEST);
        placed.forEach((region, chosen) -> {
            assertThat(chosen)
                    .hasSize(Math.min(k, membership.cells().get(region).size()));
            assertThat(chosen).doesNotHaveDuplicates();
            assertThat(membership.cells().get(region)).containsAll(chosen);
        });
    }

    @Property(tries = 200)
    void orderOfTheInputsDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 10) int n,
            @ForAll @IntRange(min = 1, max = 5) int k,
            @ForAll @IntRange(min = 0, max = 30) int others,
            @ForAll long seed) {
        List<CellId> cells = new ArrayList<>(concat(cells(EAST, n), cells(WEST, n)));
        Map<TenantId, Map<Region, List<CellId>>> soFar = onboard(k, Membership.of(cells), others);
        List<TenantId> shuffledTenants = new ArrayList<>(soFar.keySet());
        Collections.shuffle(shuffledTenants, new Random(seed));
        Map<TenantId, Map<Region, List<CellId>>> shuffledSoFar = new LinkedHashMap<>();
        shuffledTenants.forEach(other -> shuffledSoFar.put(other, reversed(soFar.get(other))));
        List<CellId> shuffledCells = new ArrayList<>(cells);
        Collections.shuffle(shuffledCells, new Random(seed + 1));

        ShufflePlacement placement = new ShufflePlacement(k);
        TenantId tenant = new TenantId("acme");
        assertThat(placement.place(Membership.of(shuffledCells), shuffledSoFar, tenant))
                .isEqualTo(placement.place(Membership.of(cells), soFar, tenant));
    }

    @Property(tries = 200)
    void joiningCellTakesNobodysPlace(
            @ForAll @IntRange(min = 1, max = 10) int n,
            @ForAll @IntRange(min = 1, max = 6) int k,
            @ForAll @IntRange(min = 1, max = 30) int tenants) {
        Map<TenantId, Map<Region, List<CellId>>> before = onboard(k, cells(EAST, n), tenants);
        before.forEach((tenant, placed) -> {
            List<CellId> after = new ShufflePlacement(k)
                    .place(cells(EAST, n + 1), before, tenant)
                    .get(EAST);
            assertThat(after).containsAll(placed.get(EAST)).hasSize(Math.min(k, n + 1));
        });
    }

    @Property(tries = 200)
    void leavingCellCostsOnlyItsOwnSeat(
            @ForAll @IntRange(min = 2, max = 10) int n,
            @ForAll @IntRange(min = 1, max = 6) int k,
            @ForAll @IntRange(min = 1, max = 30) int tenants,
            @ForAll @IntRange(min = 1, max = 10) int leaving) {
        CellId gone = new CellId(EAST, 1 + leaving % n);
        Map<TenantId, Map<Region, List<CellId>>> before = onboard(k, cells(EAST, n), tenants);
        TreeSet<CellId> left = new TreeSet<>(cells(EAST, n).cells().get(EAST));
        left.remove(gone);
        before.forEach((tenant, placed) -> {
            List<CellId> after = new ShufflePlacement(k)
                    .place(Membership.of(left), before, tenant)
                    .get(EAST);
            List<CellId> stay = new ArrayList<>(placed.get(EAST));
            stay.remove(gone);
            assertThat(after).containsAll(stay).doesNotContain(gone).hasSize(Math.min(k, n - 1));
        });
    }

    /** Nobody else is in the way: the rendezvous order alone keeps the sets close, without any memory. */
    @Property(tries = 300)
    void aLoneTenantNeedsNoMemory(
            @ForAll @IntRange(min = 1, max = 15) int n,
            @ForAll @IntRange(min = 1, max = 6) int k,
            @ForAll @IntRange(min = 0, max = 999) int tenant) {
        TenantId id = new TenantId("tenant-" + tenant);
        ShufflePlacement placement = new ShufflePlacement(k);
        Set<CellId> small =
                new HashSet<>(placement.place(cells(EAST, n), Map.of(), id).get(EAST));
        List<CellId> large = placement.place(cells(EAST, n + 1), Map.of(), id).get(EAST);
        assertThat(large.stream().filter(cell -> !small.contains(cell)).count()).isLessThanOrEqualTo(1);
    }

    @Property(tries = 100)
    void setsDifferWhileCombinationsLastAndAreSharedEvenlyAfter(
            @ForAll @IntRange(min = 1, max = 7) int n,
            @ForAll @IntRange(min = 1, max = 4) int k,
            @ForAll @IntRange(min = 1, max = 80) int tenants) {
        Map<Set<CellId>, Integer> sharers = new HashMap<>();
        onboard(k, cells(EAST, n), tenants)
                .values()
                .forEach(placed -> sharers.merge(Set.copyOf(placed.get(EAST)), 1, Integer::sum));
        int combinations = binomial(n, Math.min(k, n));
        assertThat(sharers).hasSize(Math.min(tenants, combinations));
        assertThat(Collections.max(sharers.values())).isEqualTo((tenants + combinations - 1) / combinations);
    }

    @Test
    void aRefilledSeatAvoidsAnotherTenantsSet() {
        TenantId tenant = new TenantId("acme");
        ShufflePlacement placement = new ShufflePlacement(2);
        Membership six = cells(EAST, 6);
        List<CellId> own = placement.place(six, Map.of(), tenant).get(EAST);
        CellId gone = own.get(1);
        Membership five = without(six, gone);
        Map<TenantId, Map<Region, List<CellId>>> soFar = new HashMap<>(Map.of(tenant, Map.of(EAST, own)));
        List<CellId> undisturbed = placement.place(five, soFar, tenant).get(EAST);

        soFar.put(new TenantId("other"), Map.of(EAST, undisturbed));
        List<CellId> avoiding = placement.place(five, soFar, tenant).get(EAST);

        assertThat(avoiding).contains(own.get(0)).doesNotContain(gone).hasSize(2);
        assertThat(Set.copyOf(avoiding)).isNotEqualTo(Set.copyOf(undisturbed));
    }

    @Test
    void aRegionThatIsNewGetsAPlaceAndTheOldOneStays() {
        TenantId tenant = new TenantId("acme");
        ShufflePlacement placement = new ShufflePlacement(2);
        Map<Region, List<CellId>> before = placement.place(cells(EAST, 4), Map.of(), tenant);
        Membership both = Membership.of(concat(cells(EAST, 4), cells(WEST, 4)));
        Map<Region, List<CellId>> after = placement.place(both, Map.of(tenant, before), tenant);
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
                        () -> new ShufflePlacement(2).place(Membership.of(List.of()), Map.of(), new TenantId("acme")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Membership(new TreeMap<>(Map.of(EAST, new TreeSet<>()))));
    }

    private static String place(
            int k, Membership membership, Map<TenantId, Map<Region, List<CellId>>> soFar, String tenant) {
        return new ShufflePlacement(k)
                .place(membership, soFar, new TenantId(tenant))
                .toString();
    }

    private static Map<TenantId, Map<Region, List<CellId>>> onboard(int k, Membership membership, int tenants) {
        Map<TenantId, Map<Region, List<CellId>>> placements = new HashMap<>();
        IntStream.range(0, tenants).forEach(i -> {
            TenantId tenant = new TenantId("tenant-" + i);
            placements.put(tenant, new ShufflePlacement(k).place(membership, placements, tenant));
        });
        return placements;
    }

    private static Membership cells(Region region, int count) {
        return Membership.of(IntStream.rangeClosed(1, count)
                .mapToObj(number -> new CellId(region, number))
                .toList());
    }

    private static List<CellId> concat(Membership one, Membership two) {
        List<CellId> cells = new ArrayList<>();
        one.cells().values().forEach(cells::addAll);
        two.cells().values().forEach(cells::addAll);
        return cells;
    }

    private static Membership without(Membership membership, CellId gone) {
        List<CellId> cells = new ArrayList<>();
        membership.cells().values().forEach(cells::addAll);
        cells.remove(gone);
        return Membership.of(cells);
    }

    private static Map<Region, List<CellId>> reversed(Map<Region, List<CellId>> placed) {
        SortedMap<Region, List<CellId>> reversed = new TreeMap<>(Collections.reverseOrder());
        placed.forEach((region, cells) -> {
            List<CellId> copy = new ArrayList<>(cells);
            Collections.reverse(copy);
            reversed.put(region, copy);
        });
        return reversed;
    }

    private static int binomial(int n, int k) {
        return k == 0 ? 1 : binomial(n - 1, k - 1) * n / k;
    }
}
