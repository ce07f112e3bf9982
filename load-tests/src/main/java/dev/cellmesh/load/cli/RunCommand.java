package dev.cellmesh.load.cli;

import dev.cellmesh.load.agent.AgentException;
import dev.cellmesh.load.agent.AgentRun;
import dev.cellmesh.load.overhead.Overhead;
import dev.cellmesh.load.report.LiveLine;
import dev.cellmesh.load.report.Terminal;
import dev.cellmesh.load.run.ExitCode;
import dev.cellmesh.load.run.Progress;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.ScenarioRun;
import dev.cellmesh.load.scenario.Overrides;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.ScenarioReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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

    @Option(
            names = "--agents",
            split = ",",
            paramLabel = "HOST:PORT",
            description = {
                "Agents that send a part of the load each; what they measured is merged and judged here.",
                "Their token is in the environment: " + AgentCommand.TOKEN + "."
            })
    List<String> agents = List.of();

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
        Path file = ScenarioFiles.find(scenario);
        Overrides said = overrides.toOverrides();
        Scenario read = ScenarioReader.read(file, said);
        PrintWriter words = spec.commandLine().getOut();
        if (!quiet) {
            ScenarioPlan.print(read, words);
        }
        Vertx vertx = ScenarioRun.vertx();
        try {
            Scenario ready = MeshTarget.resolve(vertx, read);
            Terminal terminal = Terminal.ofStandardOutput();
            return agents.isEmpty()
                    ? here(vertx, ready, terminal, words)
                    : onAgents(vertx, file, said, ready, terminal, words);
        } catch (IllegalArgumentException refused) {
            spec.commandLine().getErr().println(scenario + ": " + refused.getMessage());
            return ExitCode.USAGE;
        } catch (AgentException unreachable) {
            spec.commandLine().getErr().println("load: " + unreachable.getMessage());
            return ExitCode.TARGET;
        } finally {
            vertx.close();
        }
    }

    private static RunResult awaited(Future<RunResult> running, LiveLine live) {
        // Also when the run fails: the error then stands on a line of its own.
        try (live) {
            return running.await();
        }
    }

    private int here(Vertx vertx, Scenario ready, Terminal terminal, PrintWriter words) throws Exception {
        Results results = Results.of(out, ready.name());
        LiveLine live = LiveLine.of(words, terminal, ready);
        ScenarioRun run = ScenarioRun.of(vertx, ready, seed, quiet ? Progress.none() : live);
        Interruption interruption = Interruption.during(run::stop);
        try (run) {
            RunResult result = awaited(run.start(), live);
            results.write(result, words);
            run.writeHistories(results.histories());
            results.show(result, terminal, words);
            return result.exitCode();
        } finally {
            interruption.close();
        }
    }

    private int onAgents(Vertx vertx, Path file, Overrides said, Scenario ready, Terminal terminal, PrintWriter words)
            throws Exception {
        Results results = Results.of(out, ready.name());
        // The agents read the same file, and are told what was found out here.
        Overrides found =
                new Overrides(ready.target().mesh(), ready.target().edges(), said.rateScale(), said.timeScale());
        LiveLine live = LiveLine.of(words, terminal, ready);
        AgentRun run = AgentRun.of(
                vertx,
                agents,
                AgentCommand.token(),
                file,
                ready,
                found,
                results.folder(),
                seed,
                quiet ? Progress.none() : live);
        Interruption interruption = Interruption.during(run::stop);
        try (run) {
            RunResult result = awaited(run.start(), live);
            results.write(result, words);
            results.show(result, terminal, words);
            return result.exitCode();
        } finally {
            interruption.close();
        }
    }
}
