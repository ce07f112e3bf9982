package dev.cellmesh.load.cli;

import dev.cellmesh.load.run.ExitCode;
import dev.cellmesh.load.run.TargetException;
import dev.cellmesh.load.scenario.ScenarioException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can a person do with the load tests from the command line? One class a command. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        version = "cellmesh 0.1.0",
        description = "Sends load that does not wait for answers, breaks things meanwhile, and judges what came back.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every promise was kept",
            "1:the harness itself went wrong",
            "2:wrong options, or a scenario that cannot be read",
            "3:the target cannot be reached, prepared or broken as the scenario asks",
            "98:correctness was violated",
            "99:a threshold was missed, an arrival was dropped, or an abort rule ended the run"
        },
        subcommands = {
            RunCommand.class,
            AgentCommand.class,
            CompareCommand.class,
            ExportCommand.class,
            SelfTestCommand.class,
            ListCommand.class,
            ValidateCommand.class
        })
public final class LoadCommand implements Runnable {
    @Spec
    CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new LoadCommand());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof ScenarioException unreadable) {
                unreadable.problems().forEach(problem -> command.getErr().println(problem));
                return ExitCode.USAGE;
            }
            if (failure instanceof TargetException unreachable) {
                command.getErr().println("load: " + unreachable.getMessage());
                return ExitCode.TARGET;
            }
            throw failure;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? For example: ./load-tests/load run steady");
    }
}
