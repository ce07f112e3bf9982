package dev.cellmesh.load.cli;

import dev.cellmesh.load.export.HyperfoilExport;
import dev.cellmesh.load.run.ExitCode;
import dev.cellmesh.load.run.ScenarioRun;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.ScenarioReader;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a scenario as a benchmark of Hyperfoil, for load beyond one machine.",
            "Edges come from the file, from --edge, or else from the mesh, which then has to run."
        })
final class ExportCommand implements Callable<Integer> {
    @Option(
            names = "--hyperfoil",
            required = true,
            paramLabel = "SCENARIO|FILE",
            description = "A shipped scenario, or a file.")
    String scenario;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where it goes (default: standard output).")
    Path out;

    @Mixin
    OverrideOptions overrides;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Scenario read = ScenarioReader.read(ScenarioFiles.find(scenario), overrides.toOverrides());
        String benchmark;
        try {
            benchmark = HyperfoilExport.write(withEdges(read));
        } catch (IllegalArgumentException refused) {
            spec.commandLine().getErr().println(scenario + ": " + refused.getMessage());
            return ExitCode.USAGE;
        }
        if (out == null) {
            spec.commandLine().getOut().print(benchmark);
            spec.commandLine().getOut().flush();
        } else {
            Files.writeString(out, benchmark);
        }
        return ExitCode.PASS;
    }

    private static Scenario withEdges(Scenario read) {
        boolean known = read.regions().keySet().stream()
                .allMatch(region -> read.target().edges().containsKey(region)
                        || read.regions().get(region) == 0);
        if (known) {
            return read;
        }
        Vertx vertx = ScenarioRun.vertx();
        try {
            return MeshTarget.resolve(vertx, read);
        } finally {
            vertx.close();
        }
    }
}
