package dev.cellmesh.local.cli;

import dev.cellmesh.local.baseline.BareServer;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshStatus;
import dev.cellmesh.local.mesh.RefusedException;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeConfigJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description = {
            "Serves two operations of payments without a cell, on the database of a running mesh of processes:",
            "what the overhead of cells is measured against. It checks no token. Ctrl-C stops it."
        })
final class BaselineCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", required = true, description = "Where it listens; 0 for any.")
    int port;

    @Option(names = "--cell", paramLabel = "ID", description = "The cell that it stands beside (default: the first).")
    String cell;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() throws Exception {
        MeshStatus mesh = new MeshClient(portBase.value).status();
        String beside = cell == null ? mesh.cells().getFirst().id() : cell;
        Path config = Path.of(mesh.data(), "nodes", beside + ".json");
        if (!Files.isReadable(config)) {
            throw new RefusedException("no configuration of " + beside
                    + " is there: the mesh has to be brought up with --processes, and by you");
        }
        NodeConfig node = NodeConfigJson.read(Files.readString(config));
        try (BareServer server = BareServer.start(node, port)) {
            System.out.println("LISTENING " + server.port());
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
