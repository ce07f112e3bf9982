package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshOptions;
import picocli.CommandLine.Option;

/** Which of the meshes on this machine is meant? */
final class PortBase {
    @Option(
            names = "--port-base",
            paramLabel = "P",
            defaultValue = "" + MeshOptions.PORT_BASE_DEFAULT,
            description = "The first edge's port, from which all others follow (default: ${DEFAULT-VALUE}).")
    int value;
}
