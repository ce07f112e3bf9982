package dev.cellmesh.load.fault;

import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Which faults does a scenario have? */
public final class FaultTimelines {
    private FaultTimelines() {}

    /**
     * @param seed decides which cells are drawn
     * @throws IllegalArgumentException when something is to break, and there is no mesh to break
     */
    public static FaultTimeline of(Scenario scenario, Vertx vertx, long seed) {
        if (scenario.faults().isEmpty()) {
            return new Calm();
        }
        MeshAdmin mesh = new MeshAdmin(
                vertx,
                scenario.target().mesh().orElseThrow(() -> new IllegalArgumentException("only a mesh can be broken")));
        return new MeshFaults(vertx, mesh, scenario.faults(), scenario.duration(), seed);
    }

    /** Nothing breaks. */
    private static final class Calm implements FaultTimeline {
        @Override
        public void start(long startNanos) {
            // Nothing is planned.
        }

        @Override
        public List<Mark> marks() {
            return List.of();
        }

        @Override
        public Future<Void> heal() {
            return Future.succeededFuture();
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
