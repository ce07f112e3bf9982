package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Starts a cell, an edge or the control plane that was killed.")
final class StartCommand implements Runnable {
    @Parameters(paramLabel = "NODE", description = "Such as us-east1-c01, us-east1-edge or control-plane.")
    String node;

    @Mixin
    PortBase portBase;

    @Override
    public void run() {
        new MeshClient(portBase.value).startNode(node);
        System.out.println(node + " started");
    }
}
