package dev.cellmesh.load.cli;

import dev.cellmesh.load.operation.Workloads;
import dev.cellmesh.load.run.ExitCode;
import dev.cellmesh.load.run.ScenarioRun;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.ScenarioException;
import dev.cellmesh.load.scenario.ScenarioReader;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Reads a scenario, and tells all that is wrong with it; exit code 2 when anything is.")
final class ValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SCENARIO|FILE", description = "A shipped scenario, or a file.")
    String scenario;

    @Mixin
    OverrideOptions overrides;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws ScenarioException {
        Scenario read = ScenarioReader.read(ScenarioFiles.find(scenario), overrides.toOverrides());
        Vertx vertx = ScenarioRun.vertx();
        try {
            // The kinds of operations know their settings, and nobody else does.
            Workloads.of(MeshTarget.unasked(read), vertx, 1).close();
        } catch (IllegalArgumentException refused) {
            spec.commandLine().getErr().println(scenario + ": " + refused.getMessage());
            return ExitCode.USAGE;
        } finally {
            vertx.close();
        }
        ScenarioPlan.print(read, spec.commandLine().getOut());
        return ExitCode.PASS;
    }
}
