package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description =
                "Has a cell get no tenants any more, and those that it has leave it step by step. cells tells how far it is.")
final class DrainCommand implements Runnable {
    @Parameters(paramLabel = "CELL", description = "Such as us-east1-c01.")
    String cell;

    @Mixin
    PortBase portBase;

    @Override
    public void run() {
        MeshClient mesh = new MeshClient(portBase.value);
        String token = mesh.token(null, List.of(Caller.ADMIN), Duration.ofMinutes(1));
        mesh.adminWrite("POST", "/v1/admin/cells/" + cell + "/drain", new JsonObject(), Optional.empty(), token);
        System.out.println(cell + " drained");
    }
}
