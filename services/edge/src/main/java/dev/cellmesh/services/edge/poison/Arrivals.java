package dev.cellmesh.services.edge.poison;

import dev.cellmesh.model.CellId;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which requests has each cell got and not answered? One whose client left counts on for a moment: the cell may still be at it, and
 * whoever sends poison must not go unseen by leaving at once. For one event loop.
 */
public final class Arrivals {
    /** Longer than it takes to find out that a cell is dead, and no longer than a dead one takes to come back. */
    private static final long KEPT_MILLIS = 1_000;
    /** What is beyond is not counted: the crash was not a single request's then. */
    private static final int AT_ONE_CELL_MAX = 8_192;

    /** One request at one cell. */
    public static final class Arrival {
        private final CellId cell;
        private final Print print;

        private Arrival(CellId cell, Print print) {
            this.cell = cell;
            this.print = print;
        }
    }

    private final Vertx vertx;
    private final Map<CellId, Set<Arrival>> there = new HashMap<>();

    public Arrivals(Vertx vertx) {
        this.vertx = vertx;
    }

    public Arrival at(CellId cell, Print print) {
        Arrival arrival = new Arrival(cell, print);
        Set<Arrival> all = there.computeIfAbsent(cell, first -> new LinkedHashSet<>());
        if (all.size() < AT_ONE_CELL_MAX) {
            all.add(arrival);
        }
        return arrival;
    }

    /** The cell has answered it. */
    public void answered(Arrival arrival) {
        Set<Arrival> all = there.get(arrival.cell);
        if (all != null) {
            all.remove(arrival);
        }
    }

    /** Nobody waits for its answer any more; after {@link #answered}, nothing happens. */
    public void left(Arrival arrival) {
        Set<Arrival> all = there.get(arrival.cell);
        if (all != null && all.contains(arrival)) {
            vertx.setTimer(KEPT_MILLIS, id -> answered(arrival));
        }
    }

    public boolean anyAt(CellId cell) {
        Set<Arrival> all = there.get(cell);
        return all != null && !all.isEmpty();
    }

    /** All that were there; from now on, none is. */
    public List<Print> endOf(CellId cell) {
        Set<Arrival> all = there.remove(cell);
        List<Print> prints = new ArrayList<>();
        if (all != null) {
            all.forEach(arrival -> prints.add(arrival.print));
        }
        return prints;
    }
}
