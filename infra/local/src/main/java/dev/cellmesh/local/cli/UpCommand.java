package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.RefusedException;
import java.nio.file.Path;
import java.util.Optional;
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

    @Option(names = "--processes", description = "Each cell and edge is a process of its own.")
    boolean processes;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() throws Exception {
        MeshOptions options;
        try {
            options = new MeshOptions(
                    wan == Switch.on, cells, Optional.ofNullable(data), portBase.value, processes, false);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(e.getMessage());
        }
        Progress progress = new Progress(System.out);
        try (Mesh mesh = Mesh.start(options, progress)) {
            progress.ready(mesh);
            // Ctrl-C ends the process, and with it the mesh; nothing else ends this wait.
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
