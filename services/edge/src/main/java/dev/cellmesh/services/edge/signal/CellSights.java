package dev.cellmesh.services.edge.signal;

import dev.cellmesh.model.signal.HealthState;
import dev.cellmesh.runtime.signal.CellSight;
import dev.cellmesh.services.edge.health.CellState;
import dev.cellmesh.services.edge.health.CellView;
import java.util.List;

/** What does this edge tell of its cells? What it acts on, in the words of everybody; nothing of those that it does not use. */
public final class CellSights {
    private CellSights() {}

    public static List<CellSight> of(List<CellView> views) {
        return views.stream()
                .filter(view -> view.state() != CellState.HEALTHY || view.requests() > 0)
                .map(view -> new CellSight(view.cell(), state(view.state()), view.requests(), view.failures(), (long)
                        Math.ceil(view.p99Millis())))
                .toList();
    }

    private static HealthState state(CellState state) {
        return switch (state) {
            case HEALTHY, RECOVERING -> HealthState.HEALTHY;
            case DEGRADED, TRIAL -> HealthState.DEGRADED;
            case EJECTED, BROKEN, UNREACHABLE -> HealthState.UNHEALTHY;
        };
    }
}
