package dev.cellmesh.load.cli;

import dev.cellmesh.load.agent.AgentOptions;
import dev.cellmesh.load.agent.AgentServer;
import dev.cellmesh.load.run.ScenarioRun;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = {
            "Waits for runs, and sends its part of each; Ctrl-C ends it.",
            "Its token, if it has one, is in the environment: " + AgentCommand.TOKEN + "."
        })
final class AgentCommand implements Callable<Integer> {
    /** Not an option, because other users of the machine see those. */
    static final String TOKEN = "LOAD_AGENT_TOKEN";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = AgentOptions.HOST_DEFAULT + ":" + AgentOptions.PORT_DEFAULT,
            description = "Where it listens (default: ${DEFAULT-VALUE}); beyond this machine it needs a token.")
    String listen;

    @Spec
    CommandSpec spec;

    static Optional<String> token() {
        return Optional.ofNullable(System.getenv(TOKEN)).filter(text -> !text.isBlank());
    }

    @Override
    public Integer call() throws Exception {
        AgentOptions options;
        try {
            options = AgentOptions.parse(listen, token());
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage());
        }
        Vertx vertx = ScenarioRun.vertx();
        AgentServer server = AgentServer.start(vertx, options).await();
        spec.commandLine().getOut().println("an agent listens on " + options.host() + ":" + server.port());
        spec.commandLine().getOut().flush();
        // Ctrl-C ends the process, and nothing else this wait.
        new CountDownLatch(1).await();
        return 0;
    }
}
