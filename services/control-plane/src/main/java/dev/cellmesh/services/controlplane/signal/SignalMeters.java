package dev.cellmesh.services.controlplane.signal;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.signal.Disagreement;
import dev.cellmesh.runtime.signal.RegionGauge;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What does Prometheus get of the joined view? How each region is, and how many of its cells see themselves otherwise than the edges
 * do; which ones is a question for the joined JSON, where a name costs nothing.
 */
public final class SignalMeters {
    private final SignalBoard board;
    private final Map<Region, Map<Disagreement, Long>> disagreeing = new HashMap<>();
    private long reporting;

    public SignalMeters(SignalBoard board, List<Region> regions, MeterRegistry meters) {
        this.board = board;
        for (Region region : regions) {
            RegionGauge.register(
                    meters, region.name(), () -> board.standing(region).state());
            for (Disagreement kind : Disagreement.values()) {
                if (kind != Disagreement.NONE) {
                    Gauge.builder("cellmesh.cells.disagreeing", () -> count(region, kind))
                            .description("Cells that see themselves otherwise than the edges do: a fault that hides")
                            .tag("cell.region", region.name())
                            .tag("kind", kind.wireName())
                            .register(meters);
                }
            }
        }
        Gauge.builder("cellmesh.signals.nodes", () -> reporting)
                .description("Nodes that have reported how they are within 10 s")
                .register(meters);
    }

    private long count(Region region, Disagreement kind) {
        return disagreeing.getOrDefault(region, Map.of()).getOrDefault(kind, 0L);
    }

    /** To be called after each look of the board. */
    public void update() {
        disagreeing.clear();
        JoinedView view = board.now();
        for (JoinedView.Cell cell : view.cells()) {
            disagreeing
                    .computeIfAbsent(cell.id().region(), region -> new EnumMap<>(Disagreement.class))
                    .merge(cell.disagreement(), 1L, Long::sum);
        }
        reporting = board.ages().size();
    }
}
