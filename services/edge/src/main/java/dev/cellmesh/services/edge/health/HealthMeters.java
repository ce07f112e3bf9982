package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Locale;

/** What of the cells' health is counted? Labels are bounded: regions of the mesh, states, causes. */
public final class HealthMeters implements HealthListener {
    /** Of the cell; {@code region} is the edge's own. */
    private static final String CELL_REGION = "cell.region";

    private final MeterRegistry registry;

    public HealthMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param regions of the mesh */
    public void watch(FleetHealth health, Collection<Region> regions) {
        for (Region region : regions) {
            for (CellState state : CellState.values()) {
                Gauge.builder("cellmesh.edge.cells", health, cells -> cells.count(region, state))
                        .description("Cells by region, and by how this edge finds them")
                        .tag(CELL_REGION, region.name())
                        .tag("state", word(state))
                        .strongReference(true)
                        .register(registry);
            }
        }
        Gauge.builder("cellmesh.edge.cells.in.flight", health, FleetHealth::inFlight)
                .description("Requests that are at a cell, also those whose client is gone")
                .strongReference(true)
                .register(registry);
        Gauge.builder("cellmesh.edge.cells.left.out", health, cells -> cells.count(CellState.UNREACHABLE))
                .description("Cells that get no requests until they answer a probe")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void tripped(CellId cell, Trip cause) {
        Counter.builder("cellmesh.edge.cells.ejections")
                .description("Cells that were taken out though they could be reached, by what they did")
                .tag(CELL_REGION, cell.region().name())
                .tag("cause", word(cause))
                .register(registry)
                .increment();
    }

    @Override
    public void held(CellId cell, Hold reason) {
        Counter.builder("cellmesh.edge.cells.ejections.held")
                .description("Seconds in which a cell was to be taken out and was not, by what would have been left")
                .tag(CELL_REGION, cell.region().name())
                .tag("reason", word(reason))
                .register(registry)
                .increment();
    }

    @Override
    public void panicked(CellId cell) {
        Counter.builder("cellmesh.edge.cells.panics")
                .description("Requests that went to a cell that is out, since all of the tenant's cells are")
                .tag(CELL_REGION, cell.region().name())
                .register(registry)
                .increment();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
