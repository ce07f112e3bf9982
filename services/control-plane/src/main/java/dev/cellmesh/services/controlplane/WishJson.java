package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.placement.Wish;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How is what was agreed about a tenant's cells written, in requests, answers and rows? Three members that stand beside others:
 * {@code cellsPerRegion}, {@code dedicated} (true, or absent), {@code pinned} (names of cells).
 */
final class WishJson {
    static final String CELLS_PER_REGION = "cellsPerRegion";
    static final String DEDICATED = "dedicated";
    static final String PINNED = "pinned";

    private WishJson() {}

    /** Whether anything is said about it. */
    static boolean isIn(JsonObject json) {
        return json.containsKey(CELLS_PER_REGION) || json.containsKey(DEDICATED) || json.containsKey(PINNED);
    }

    /** {@link Wish#NONE} when nothing is said. */
    static Wish from(JsonObject json) {
        JsonArray pinned = json.getJsonArray(PINNED, new JsonArray());
        if (!pinned.isEmpty()) {
            SortedMap<Region, List<CellId>> cells = new TreeMap<>();
            for (Object name : pinned) {
                CellId cell = CellId.parse((String) name);
                cells.computeIfAbsent(cell.region(), region -> new ArrayList<>())
                        .add(cell);
            }
            return new Wish.Pinned(cells);
        }
        Integer size = json.getInteger(CELLS_PER_REGION);
        OptionalInt cellsPerRegion = size == null ? OptionalInt.empty() : OptionalInt.of(size);
        return json.getBoolean(DEDICATED, false)
                ? new Wish.Dedicated(cellsPerRegion)
                : new Wish.Shuffled(cellsPerRegion);
    }

    /** Only what there is to say. */
    static void put(Wish wish, JsonObject json) {
        switch (wish) {
            case Wish.Shuffled shuffled -> putSize(shuffled.cellsPerRegion(), json);
            case Wish.Dedicated dedicated -> {
                putSize(dedicated.cellsPerRegion(), json);
                json.put(DEDICATED, true);
            }
            case Wish.Pinned pinned -> {
                JsonArray names = new JsonArray();
                pinned.cells().values().forEach(cells -> cells.forEach(cell -> names.add(cell.toString())));
                json.put(PINNED, names);
            }
        }
    }

    private static void putSize(OptionalInt size, JsonObject json) {
        size.ifPresent(cells -> json.put(CELLS_PER_REGION, cells));
    }
}
