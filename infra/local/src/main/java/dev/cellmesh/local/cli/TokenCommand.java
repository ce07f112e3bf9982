package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshClient;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "token", mixinStandardHelpOptions = true, description = "Prints a JWT for trying out.")
final class TokenCommand implements Runnable {
    @Option(names = "--tenant", paramLabel = "T", description = "Whom the token acts for.")
    String tenant;

    @Option(names = "--role", paramLabel = "R", description = "Such as admin; may be repeated.")
    List<String> roles = List.of();

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "60",
            description = "How long it is good for, a day at most (default: ${DEFAULT-VALUE}).")
    int minutes;

    @Mixin
    PortBase portBase;

    @Override
    public void run() {
        System.out.println(new MeshClient(portBase.value).token(tenant, roles, Duration.ofMinutes(minutes)));
    }
}
