package dev.cellmesh.local.blast;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.Membership;
import dev.cellmesh.model.placement.PlacementOutcome;
import dev.cellmesh.model.placement.Seating;
import dev.cellmesh.model.placement.ShufflePlacement;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.placement.blast.BlastRadius;
import dev.cellmesh.model.placement.blast.Theory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What would break in a region of this shape? Tenants {@code tenant-0}, {@code tenant-1}, … come one after the other to empty
 * cells, placed as the control plane places them; then cells die.
 *
 * @param differentSets how many sets are had by somebody
 * @param sharersMost tenants of the set that most have; 1 when no two have the same
 * @param overlapMost cells that the two nearest tenants have in common
 * @param worstCellTenants tenants of the cell that most have
 */
public record BlastReport(
        Shape shape,
        BigInteger widestSets,
        int differentSets,
        int sharersMost,
        int overlapMost,
        int worstCellTenants,
        List<Blast> blasts) {
    /** The control plane routes no more. */
    public static final int TENANTS_MAX = 10_000;

    private static final Region REGION = new Region("us-east1");

    /** @param zones that cells are numbered through in turn */
    public record Shape(int cells, int shard, int tenants, int zones) {
        public Shape {
            check(cells, 1, ShufflePlacement.CELLS_PER_REGION_MAX, "cells");
            check(shard, 1, cells, "cells of a tenant");
            check(tenants, 1, TENANTS_MAX, "tenants");
            check(zones, 1, Math.min(cells, Membership.ZONES_MAX), "zones");
        }

        private static void check(int value, int least, int most, String what) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        "there can be " + least + " to " + most + " " + what + ", not " + value);
            }
        }

        Theory theory() {
            return new Theory(cells, shard);
        }

        public double meanTenantsOfACell() {
            return (double) tenants * shard / cells;
        }
    }

    /**
     * @param what dies, for people
     * @param hit the tenants counted; the poisonous one is not
     * @param dead how many cells die
     */
    public record Blast(String what, BlastRadius hit, int dead) {}

    /** @param kill numbers of the cells to die; empty for the worst cell and the worst tenant's poison */
    public static BlastReport of(Shape shape, Set<Integer> kill) {
        Seating seating = new Seating();
        Membership membership = Membership.of(
                        cellsOf(IntStream.rangeClosed(1, shape.cells()).boxed().toList()))
                .inZones(shape.zones());
        int overlapMost = 0;
        for (int i = 0; i < shape.tenants(); i++) {
            TenantId tenant = new TenantId("tenant-" + i);
            PlacementOutcome outcome =
                    new ShufflePlacement(shape.shard()).place(membership, seating, tenant, Wish.NONE);
            if (!(outcome instanceof PlacementOutcome.Placed placed)) {
                throw new IllegalStateException("a cell that is free is not given: " + outcome);
            }
            overlapMost = Math.max(overlapMost, placed.seats().get(REGION).overlapMost());
            seating.put(tenant, placed.cells(), false);
        }
        Map<Set<CellId>, Integer> sets = new HashMap<>();
        seating.cellsIn(REGION).values().forEach(cells -> sets.merge(new HashSet<>(cells), 1, Integer::sum));
        CellId fullest = fullest(membership, seating);
        return new BlastReport(
                shape,
                shape.theory().widestSets(zoneSizes(shape)),
                sets.size(),
                sets.values().stream().mapToInt(Integer::intValue).max().orElseThrow(),
                overlapMost,
                seating.tenantsOf(fullest),
                kill.isEmpty()
                        ? List.of(worstCell(seating, fullest), worstPoison(seating, shape))
                        : List.of(killed(seating, kill, shape)));
    }

    private static CellId fullest(Membership membership, Seating seating) {
        CellId fullest = null;
        for (CellId cell : membership.cells().get(REGION)) {
            if (fullest == null || seating.tenantsOf(cell) > seating.tenantsOf(fullest)) {
                fullest = cell;
            }
        }
        return fullest;
    }

    private static Blast worstCell(Seating seating, CellId cell) {
        return new Blast(
                "the fullest cell, " + shortName(cell.number()), BlastRadius.of(seating, REGION, List.of(cell)), 1);
    }

    private static Blast worstPoison(Seating seating, Shape shape) {
        TenantId worst = null;
        BlastRadius hit = null;
        for (TenantId tenant : seating.cellsIn(REGION).keySet()) {
            BlastRadius radius = BlastRadius.ofPoison(seating, REGION, tenant);
            if (hit == null || radius.isWorseThan(hit)) {
                worst = tenant;
                hit = radius;
            }
        }
        return new Blast("all cells of " + worst + ", by its poison", hit, shape.shard());
    }

    private static Blast killed(Seating seating, Set<Integer> kill, Shape shape) {
        List<Integer> numbers = kill.stream().sorted().toList();
        if (numbers.getFirst() < 1 || numbers.getLast() > shape.cells()) {
            throw new IllegalArgumentException(
                    "there are the cells " + shortName(1) + " to " + shortName(shape.cells()));
        }
        return new Blast(
                String.join(" ", numbers.stream().map(BlastReport::shortName).toList()),
                BlastRadius.of(seating, REGION, cellsOf(numbers)),
                numbers.size());
    }

    private static List<CellId> cellsOf(List<Integer> numbers) {
        return numbers.stream().map(number -> new CellId(REGION, number)).toList();
    }

    private static List<Integer> zoneSizes(Shape shape) {
        List<Integer> sizes = new ArrayList<>();
        for (int zone = 0; zone < shape.zones(); zone++) {
            sizes.add((shape.cells() - zone + shape.zones() - 1) / shape.zones());
        }
        return sizes;
    }

    private static String shortName(int number) {
        return (number < 10 ? "c0" : "c") + number;
    }
}
