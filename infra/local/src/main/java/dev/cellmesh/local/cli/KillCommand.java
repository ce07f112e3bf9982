package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = "Ends a cell, an edge or the control plane at once, as a crash would.")
final class KillCommand implements Runnable {
    @Parameters(paramLabel = "NODE", description = "Such as us-east1-c01, us-east1-edge or control-plane.")
    String node;

    @Mixin
    PortBase portBase;

    @Override
    public void run() {
        new MeshClient(portBase.value).killNode(node);
        System.out.println(node + " killed");
    }
}
