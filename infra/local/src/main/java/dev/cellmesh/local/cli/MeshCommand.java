package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.LogSink;
import dev.cellmesh.local.mesh.MeshStartException;
import dev.cellmesh.local.mesh.MeshStoppedException;
import dev.cellmesh.local.mesh.RefusedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can a person do with the mesh from the command line? One class a command. */
@Command(
        name = "mesh",
        mixinStandardHelpOptions = true,
        version = "cellmesh 0.1.0",
        description = "Brings up three regions on this machine, and lets you look at, break and prove them.",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            SignalsCommand.class,
            TokenCommand.class,
            TenantsCommand.class,
            PlanCommand.class,
            CellsCommand.class,
            DrainCommand.class,
            UndrainCommand.class,
            KillCommand.class,
            StartCommand.class,
            BlastRadiusCommand.class,
            BenchCommand.class,
            BaselineCommand.class,
            ProveCommand.class,
            VerifyCockroachCommand.class
        })
public final class MeshCommand implements Runnable {
    /** A wish was refused, or the mesh could not be reached: the message says why. */
    static final int EXIT_REFUSED = 3;

    /** What a shell reports of a command that Ctrl-C ended. */
    private static final int EXIT_STOPPED = 130;

    @Spec
    CommandSpec spec;

    public static void main(String[] arguments) {
        LogSink.quiet();
        CommandLine line = new CommandLine(new MeshCommand());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof RefusedException || e instanceof MeshStartException) {
                command.getErr().println("mesh: " + e.getMessage());
                return EXIT_REFUSED;
            }
            if (e instanceof MeshStoppedException) {
                return EXIT_STOPPED;
            }
            throw e;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? For example: ./infra/mesh up");
    }
}
