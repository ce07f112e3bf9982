package dev.cellmesh.load.fault;

import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Which timeline does a scenario have? Knows the empty one alone, so far. */
public final class FaultTimelines {
    private FaultTimelines() {}

    public static FaultTimeline of(Scenario scenario, Vertx vertx, long seed) {
        if (!scenario.faults().isEmpty()) {
            throw new IllegalArgumentException("faults cannot be caused yet");
        }
        return new FaultTimeline() {
            @Override
            public void start(long startNanos) {}

            @Override
            public List<Mark> marks() {
                return List.of();
            }

            @Override
            public Future<Void> heal() {
                return Future.succeededFuture();
            }

            @Override
            public void close() {}
        };
    }
}
