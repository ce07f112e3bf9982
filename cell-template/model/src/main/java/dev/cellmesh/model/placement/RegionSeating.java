package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who sits where in one region? Counts only; no order of any map is ever looked at. */
final class RegionSeating {
    static final RegionSeating NOBODY = new RegionSeating();

    private static final int NUMBERS = ShufflePlacement.CELLS_PER_REGION_MAX + 1;

    private final int[] load = new int[NUMBERS];
    private final int[] dedicated = new int[NUMBERS];
    private final Map<CellSet, Integer> tenantsOfSet = new HashMap<>();

    RegionSeating copy() {
        RegionSeating copy = new RegionSeating();
        System.arraycopy(load, 0, copy.load, 0, NUMBERS);
        System.arraycopy(dedicated, 0, copy.dedicated, 0, NUMBERS);
        copy.tenantsOfSet.putAll(tenantsOfSet);
        return copy;
    }

    void add(List<CellId> cells, boolean alone) {
        count(cells, alone, 1);
        tenantsOfSet.merge(CellSet.of(cells), 1, Integer::sum);
    }

    void remove(List<CellId> cells, boolean alone) {
        count(cells, alone, -1);
        tenantsOfSet.computeIfPresent(CellSet.of(cells), (set, tenants) -> tenants == 1 ? null : tenants - 1);
    }

    private void count(List<CellId> cells, boolean alone, int difference) {
        for (CellId cell : cells) {
            load[cell.number()] += difference;
            dedicated[cell.number()] += alone ? difference : 0;
        }
    }

    int load(int number) {
        return load[number];
    }

    int dedicated(int number) {
        return dedicated[number];
    }

    Map<CellSet, Integer> tenantsOfSet() {
        return Collections.unmodifiableMap(tenantsOfSet);
    }
}
