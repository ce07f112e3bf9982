package dev.cellmesh.load.run;

import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.fault.FaultTimeline;
import dev.cellmesh.load.operation.Operation;
import dev.cellmesh.load.operation.Workload;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.Client;
import dev.cellmesh.load.scenario.Scenario.OperationSpec;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.scenario.Scenario.Pick;
import dev.cellmesh.load.scenario.Scenario.Retry;
import dev.cellmesh.load.scenario.Scenario.Target;
import dev.cellmesh.load.scenario.Scenario.TenantGroup;
import dev.cellmesh.load.schedule.LoadModel;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small scenarios, and a workload that asks for one thing and remembers what came of it. */
final class Fixture {
    static final Retry NO_RETRY = new Retry(1, Duration.ofMillis(1), Duration.ofMillis(1), true);

    private Fixture() {}

    static Client client(int connectionsMax, Duration timeout, Retry retry) {
        return new Client(false, false, connectionsMax, timeout, retry, false);
    }

    static Scenario scenario(URI edge, Client client, LoadModel... loads) {
        List<Phase> phases = new ArrayList<>();
        for (LoadModel load : loads) {
            phases.add(new Phase("phase-" + phases.size(), Duration.ZERO, load, Map.of(), Map.of(), false));
        }
        return new Scenario(
                "small",
                "It shows that the engine works.",
                new Target(Optional.empty(), Map.of("here", edge), Optional.empty()),
                client,
                List.of(new TenantGroup("all", List.of("t1", "t2", "t3"), false, List.of(), new Pick.Uniform())),
                Map.of(),
                Map.of(),
                List.of(new OperationSpec("get", "http", 1, Map.of())),
                phases,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Asks for the same path again and again. */
    static final class Asking implements Workload {
        final List<Reception> settled = new ArrayList<>();
        final List<String> tenants = new ArrayList<>();
        final HttpMethod method;
        private final URI edge;
        private final String path;

        Asking(URI edge, HttpMethod method, String path) {
            this.edge = edge;
            this.method = method;
            this.path = path;
        }

        @Override
        public Future<Void> prepare() {
            return Future.succeededFuture();
        }

        @Override
        public Operation operation(String name) {
            PreparedRequest request =
                    new PreparedRequest(method, edge, path, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer());
            return new Operation() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public Turn next(Turn.Who who) {
                    tenants.add(who.tenant());
                    return new Turn() {
                        @Override
                        public PreparedRequest request() {
                            return request;
                        }

                        @Override
                        public void settled(Reception last, long invokedNanos, boolean anyUnknown) {
                            settled.add(last);
                        }
                    };
                }
            };
        }

        @Override
        public Future<Void> settle() {
            return Future.succeededFuture();
        }

        @Override
        public List<Finding> check() {
            return List.of();
        }

        @Override
        public void writeHistories(Path folder) {}

        @Override
        public void close() {}
    }

    /** Nothing breaks. */
    static FaultTimeline noFaults() {
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
