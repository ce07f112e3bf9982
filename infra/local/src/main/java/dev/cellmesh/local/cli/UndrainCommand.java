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

@Command(name = "undrain", mixinStandardHelpOptions = true, description = "Opens a cell to tenants again.")
final class UndrainCommand implements Runnable {
    @Parameters(paramLabel = "CELL", description = "Such as us-east1-c01.")
    String cell;

    @Mixin
    PortBase portBase;

    @Override
    public void run() {
        MeshClient mesh = new MeshClient(portBase.value);
        String token = mesh.token(null, List.of(Caller.ADMIN), Duration.ofMinutes(1));
        String path = "/v1/admin/cells/" + cell;
        String seen = mesh.admin(path, token).getString("etag");
        mesh.adminWrite("POST", path + "/undrain", new JsonObject(), Optional.of(seen), token);
        System.out.println(cell + " open");
    }
}
