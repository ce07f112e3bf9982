package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.PlacementOutcome.Placed;
import dev.cellmesh.model.placement.PlacementOutcome.Seats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Regions of so many cells in so many zones, and the tenants that come to them one after the other. */
final class Meshes {
    static final Region EAST = new Region("us-east1");
    static final Region WEST = new Region("europe-west1");

    private Meshes() {}

    static TenantId tenant(int number) {
        return new TenantId("tenant-" + number);
    }

    static Membership east(int cells, int zones) {
        return Membership.of(cells(EAST, cells)).inZones(zones);
    }

    static List<CellId> cells(Region region, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new CellId(region, number))
                .toList();
    }

    static Membership without(Membership membership, CellId gone) {
        List<CellId> cells = new ArrayList<>();
        membership.cells().values().forEach(cells::addAll);
        cells.remove(gone);
        return new Membership(Membership.of(cells).cells(), membership.zones(), membership.drained());
    }

    static Placed placed(Placement placement, Membership membership, Seating soFar, TenantId tenant) {
        return (Placed) placement.place(membership, soFar, tenant, Wish.NONE);
    }

    static Seats seatsInEast(int k, Membership membership, Seating soFar, TenantId tenant) {
        return placed(new ShufflePlacement(k), membership, soFar, tenant)
                .seats()
                .get(EAST);
    }

    static Seating onboard(Placement placement, Membership membership, int tenants) {
        Seating seating = new Seating();
        onboard(placement, membership, seating, 0, tenants);
        return seating;
    }

    static void onboard(Placement placement, Membership membership, Seating seating, int from, int to) {
        for (int i = from; i < to; i++) {
            seating.put(
                    tenant(i), placed(placement, membership, seating, tenant(i)).cells(), false);
        }
    }

    static Map<Set<CellId>, Integer> tenantsOfSets(Seating seating) {
        Map<Set<CellId>, Integer> tenants = new HashMap<>();
        seating.cellsIn(EAST).values().forEach(cells -> tenants.merge(Set.copyOf(cells), 1, Integer::sum));
        return tenants;
    }

    static int zonesOf(Membership membership, Collection<CellId> cells) {
        Set<String> zones = new HashSet<>();
        cells.forEach(cell -> zones.add(membership.zoneOf(cell)));
        return zones.size();
    }

    /** The most tenants of any of these cells, as a multiple of their mean. */
    static double worstToMean(Seating seating, Collection<CellId> cells) {
        double mean = cells.stream().mapToInt(seating::tenantsOf).average().orElseThrow();
        return cells.stream().mapToInt(seating::tenantsOf).max().orElseThrow() / mean;
    }

    /** Every way to choose so many of these, the last chosen one exchanged first. */
    static <T> List<List<T>> combinations(List<T> from, int size) {
        if (size == 0) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i + size <= from.size(); i++) {
            for (List<T> rest : combinations(from.subList(i + 1, from.size()), size - 1)) {
                List<T> combination = new ArrayList<>();
                combination.add(from.get(i));
                combination.addAll(rest);
                all.add(combination);
            }
        }
        return all;
    }
}
