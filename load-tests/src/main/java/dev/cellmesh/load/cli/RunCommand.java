package dev.cellmesh.load.cli;

import dev.cellmesh.load.overhead.Overhead;
import dev.cellmesh.load.run.ExitCode;
import dev.cellmesh.load.run.Progress;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.ScenarioRun;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.ScenarioReader;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a scenario, judges it, and leaves its results in a folder.",
            "Ctrl-C ends it early: what broke is healed, and what was measured is reported."
        })
final class RunCommand implements Callable<Integer> {
    /** Measured by a program of its own, not by a scenario file. */
    static final String OVERHEAD = "overhead";

    @Parameters(paramLabel = "SCENARIO|FILE", description = "A shipped scenario, or a file.")
    String scenario;

    @Mixin
    OverrideOptions overrides;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Decides all that is drawn: arrivals, tenants, operations, cells (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the results go (default: a new folder in load-tests/results).")
    Path out;

    @Option(names = "--quiet", description = "Shows nothing while it runs.")
    boolean quiet;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (scenario.equals(OVERHEAD)) {
            Path root = ScenarioFiles.home().toAbsolutePath().getParent();
            return new Overhead(Overhead.Plan.DEFAULT.withSeed(seed), System.out).run(root);
        }
        Scenario read = ScenarioReader.read(ScenarioFiles.find(scenario), overrides.toOverrides());
        PrintWriter words = spec.commandLine().getOut();
        if (!quiet) {
            ScenarioPlan.print(read, words);
        }
        Results results = new Results(out, read.name());
        Vertx vertx = ScenarioRun.vertx();
        try {
            return run(vertx, MeshTarget.resolve(vertx, read), results, words);
        } finally {
            vertx.close();
        }
    }

    private int run(Vertx vertx, Scenario ready, Results results, PrintWriter words) throws Exception {
        Progress progress = quiet ? Progress.none() : new LiveWords(words);
        ScenarioRun run;
        try {
            run = ScenarioRun.of(vertx, ready, seed, progress);
        } catch (IllegalArgumentException refused) {
            spec.commandLine().getErr().println(scenario + ": " + refused.getMessage());
            return ExitCode.USAGE;
        }
        Interruption interruption = Interruption.during(run);
        try (run) {
            RunResult result = run.start().await();
            results.write(result, run, words);
            return result.exitCode();
        } finally {
            interruption.close();
        }
    }
}
