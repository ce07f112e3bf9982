package dev.cellmesh.runtime.signal;

import dev.cellmesh.model.signal.HealthState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;

/**
 * How does Prometheus see how a region is? As OpenMetrics shows a state set: one series for each state, 1 for the present one.
 */
public final class RegionGauge {
    private RegionGauge() {}

    /** As this node sees it. */
    public static void register(MeterRegistry meters, String region, Supplier<HealthState> now) {
        for (HealthState state : HealthState.values()) {
            Gauge.builder("cellmesh.region.state", () -> now.get() == state ? 1 : 0)
                    .description("Whether the node finds the region in this state; the control plane by all reports")
                    .tags(Tags.of("seen", region, "state", state.wireName()))
                    .register(meters);
        }
    }
}
