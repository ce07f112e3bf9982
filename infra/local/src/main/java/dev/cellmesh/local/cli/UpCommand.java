package dev.cellmesh.local.cli;

import dev.cellmesh.local.cockroach.ClusterException;
import dev.cellmesh.local.cockroach.ClusterFinder;
import dev.cellmesh.local.cockroach.CockroachCluster;
import dev.cellmesh.local.cockroach.CockroachClusters;
import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts databases, links, control plane, cells and edges, and seeds a few tenants.",
            "Ctrl-C stops all of it again."
        })
final class UpCommand implements Callable<Integer> {
    enum Switch {
        on,
        off
    }

    @Option(
            names = "--wan",
            paramLabel = "on|off",
            defaultValue = "on",
            description = "Distance between the regions (default: ${DEFAULT-VALUE}).")
    Switch wan;

    @Option(
            names = "--cells",
            paramLabel = "N",
            defaultValue = "" + MeshOptions.CELLS_PER_REGION_DEFAULT,
            description = "Cells a region (default: ${DEFAULT-VALUE}).")
    int cells;

    @Option(names = "--data", paramLabel = "DIR", description = "Keeps everything there; else it goes with the mesh.")
    Path data;

    enum Database {
        postgres,
        cockroach
    }

    @Option(
            names = "--database",
            paramLabel = "postgres|cockroach",
            defaultValue = "postgres",
            description = {
                "Rings of PostgreSQL, started here, or a CockroachDB cluster: the one of " + ClusterFinder.URL
                        + ", else one started by the program on the PATH, else by Docker (default: ${DEFAULT-VALUE})."
            })
    Database database;

    @Option(names = "--processes", description = "Each cell and edge is a process of its own.")
    boolean processes;

    @Option(
            names = "--node-java-options",
            paramLabel = "OPTIONS",
            split = " ",
            description = {
                "For the JVM of each such process, separated by spaces; written with a =. A node starts with the",
                "first compiler alone and a small heap: a measurement wants -XX:TieredStopAtLevel=4."
            })
    List<String> nodeJavaOptions = List.of();

    @Option(
            names = "--cell-links",
            description = {
                "A link before each cell, so that one cell alone can be slowed, stalled or cut.",
                "It costs each request one hop more."
            })
    boolean cellLinks;

    @Option(
            names = "--restarts",
            paramLabel = "on|off",
            defaultValue = "on",
            description = {
                "Starts a cell or an edge again that ended by itself: after 1 s, and twice as long each time, up to 60 s",
                "(default: ${DEFAULT-VALUE})."
            })
    Switch restarts;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() throws Exception {
        MeshOptions options;
        try {
            options = new MeshOptions(
                            wan == Switch.on,
                            cells,
                            Optional.ofNullable(data),
                            portBase.value,
                            processes,
                            Set.of(),
                            List.of())
                    .withNodeJavaOptions(nodeJavaOptions)
                    .withCellLinks(cellLinks)
                    .withRestarts(restarts == Switch.on);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(e.getMessage());
        }
        Progress progress = new Progress(System.out);
        try (Mesh mesh = start(options, progress)) {
            progress.ready(mesh);
            // Ctrl-C ends the process, and with it the mesh; nothing else ends this wait.
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private Mesh start(MeshOptions options, Progress progress) throws Exception {
        return switch (database) {
            case postgres -> Mesh.start(options, progress);
            case cockroach -> Mesh.start(options, progress, cluster(progress));
        };
    }

    private static CockroachCluster cluster(Progress progress) throws Exception {
        ClusterFinder.Search search = ClusterFinder.ofThisMachine().find(Optional.empty());
        progress.note(search.explained());
        try {
            return CockroachClusters.open(search.found(), MeshOptions.REGIONS)
                    .orElseThrow(() -> new RefusedException("there is no CockroachDB to be used: set "
                            + ClusterFinder.URL + ", or install the program " + ClusterFinder.PROGRAM + ", or Docker"));
        } catch (ClusterException e) {
            throw new RefusedException(e.getMessage());
        }
    }
}
