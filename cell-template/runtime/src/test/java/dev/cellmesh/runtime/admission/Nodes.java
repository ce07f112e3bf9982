package dev.cellmesh.runtime.admission;

import dev.cellmesh.runtime.node.AdmissionSizes;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.node.Weakness;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

/** Cells that only have limits. */
final class Nodes {
    static final String REGION = "us-east1";

    private Nodes() {}

    /** Only what concerns admission matters. */
    static CellSizes sizes(int inFlightMax, AdmissionSizes admission) {
        DatabaseSizes database = DatabaseSizes.even(1, 1, 1, 1);
        return new CellSizes(inFlightMax, admission, new ServiceSizes(1, 0, 1, database), database);
    }

    static NodeContext cell(CellSizes sizes, Set<Weakness> without, MeterRegistry meters, LongSupplier nanoClock) {
        NodeConfig config = new NodeConfig(
                "cell",
                REGION + "-c01",
                REGION,
                Endpoint.local(0),
                Endpoint.local(0),
                "",
                new DatabaseConfig("postgres", "", "", "", List.of()),
                Endpoint.local(0),
                "",
                "",
                Map.of(),
                List.of(REGION),
                1,
                3,
                List.of(),
                without,
                sizes,
                EdgeRouting.NONE,
                "secret");
        return new NodeContext(config, meters, nanoClock, InstantSource.system(), new Random(1));
    }
}
