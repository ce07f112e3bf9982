package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Lets a tenant ask for more, or for less, in each region. Cells follow while they run.")
final class PlanCommand implements Runnable {
    @Parameters(paramLabel = "TENANT")
    String tenant;

    @Option(
            names = "--rate",
            required = true,
            paramLabel = "R",
            description = "Requests a second that it may send all the time.")
    int requestsPerSecond;

    @Option(
            names = "--burst",
            required = true,
            paramLabel = "B",
            description = "Requests that it may send at once after a pause.")
    int burst;

    @Option(
            names = "--name",
            paramLabel = "N",
            defaultValue = "custom",
            description = "What operators call it (default: ${DEFAULT-VALUE}).")
    String name;

    @Mixin
    PortBase portBase;

    @Override
    public void run() {
        MeshClient mesh = new MeshClient(portBase.value);
        String token = mesh.token(null, List.of(Caller.ADMIN), Duration.ofMinutes(1));
        String path = "/v1/admin/tenants/" + tenant;
        String seen = mesh.admin(path, token).getString("etag");
        JsonObject plan = new JsonObject()
                .put("name", name)
                .put("requestsPerSecond", requestsPerSecond)
                .put("burst", burst);
        mesh.adminWrite("PUT", path + "/plan", plan, Optional.of(seen), token);
        System.out.printf("%s: plan %s, %d/s, burst %d%n", tenant, name, requestsPerSecond, burst);
    }
}
