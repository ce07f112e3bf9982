package dev.cellmesh.runtime.signal;

import dev.cellmesh.model.signal.HealthState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;

/** How is a state shown to Prometheus? As OpenMetrics does it with a state set: one series for each state, 1 for the present one. */
public final class StateGauge {
    private StateGauge() {}

    /** Of the cell itself, by its own look. */
    static void ofCell(MeterRegistry meters, Supplier<HealthState> now) {
        for (HealthState state : HealthState.values()) {
            Gauge.builder("cellmesh.cell.state", () -> now.get() == state ? 1 : 0)
                    .description("Whether the cell finds itself in this state")
                    .tag("state", state.wireName())
                    .register(meters);
        }
    }

    /** Of a region as this node sees it. */
    public static void ofRegion(MeterRegistry meters, String region, Supplier<HealthState> now) {
        for (HealthState state : HealthState.values()) {
            Gauge.builder("cellmesh.region.state", () -> now.get() == state ? 1 : 0)
                    .description("Whether the node finds the region in this state; the control plane by all reports")
                    .tags(Tags.of("seen", region, "state", state.wireName()))
                    .register(meters);
        }
    }
}
