package dev.cellmesh.local.cli;

import dev.cellmesh.local.baseline.BareProxy;
import dev.cellmesh.local.baseline.BareServer;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshStatus;
import dev.cellmesh.local.mesh.RefusedException;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeConfigJson;
import java.io.IOException;
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
            "what the overhead of cells is measured against. It checks no token. Or, with --proxy, stands for an edge,",
            "with its filters before a proxy of a library. Ctrl-C stops it."
        })
final class BaselineCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", required = true, description = "Where it listens; 0 for any.")
    int port;

    @Option(names = "--cell", paramLabel = "ID", description = "The cell that it stands beside (default: the first).")
    String cell;

    @Option(names = "--proxy", description = "Stands for the edge of the first region instead.")
    boolean proxy;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() throws Exception {
        MeshStatus mesh = new MeshClient(portBase.value).status();
        if (proxy) {
            NodeConfig edge = configuration(mesh, mesh.edges().getFirst().id());
            try (BareProxy running = BareProxy.start(edge.keptIn(edge.stateFolder() + "-proxy"), port)) {
                listening(running.port());
            }
        } else {
            NodeConfig node =
                    configuration(mesh, cell == null ? mesh.cells().getFirst().id() : cell);
            try (BareServer running = BareServer.start(node, port)) {
                listening(running.port());
            }
        }
        return 0;
    }

    private static NodeConfig configuration(MeshStatus mesh, String node) throws IOException {
        Path config = Path.of(mesh.data(), "nodes", node + ".json");
        if (!Files.isReadable(config)) {
            throw new RefusedException("no configuration of " + node
                    + " is there: the mesh has to be brought up with --processes, and by you");
        }
        return NodeConfigJson.read(Files.readString(config));
    }

    private static void listening(int port) throws InterruptedException {
        System.out.println("LISTENING " + port);
        new CountDownLatch(1).await();
    }
}
