package dev.cellmesh.load.cli;

import dev.cellmesh.load.report.Compare;
import dev.cellmesh.load.report.Comparison;
import dev.cellmesh.load.report.ComparisonTable;
import dev.cellmesh.load.report.JsonReport;
import dev.cellmesh.load.run.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Is the second run better or worse than the first? Ratios, each with its confidence.")
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "The results' folder of a run.")
    Path before;

    @Parameters(index = "1", paramLabel = "B", description = "That of the run to be held against it.")
    Path after;

    @Option(names = "--anyway", description = "Also when they measured different things.")
    boolean anyway;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the resampling (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Comparison comparison;
        try {
            comparison = Compare.folders(before, after, anyway, seed);
        } catch (IOException unreadable) {
            spec.commandLine().getErr().println("load: " + unreadable.getMessage());
            return ExitCode.USAGE;
        }
        return switch (comparison) {
            case Comparison.Refused refused -> {
                spec.commandLine()
                        .getErr()
                        .println("load: these runs cannot be compared (--anyway does it all the same):");
                refused.reasons().forEach(reason -> spec.commandLine().getErr().println("  " + reason));
                yield ExitCode.USAGE;
            }
            case Comparison.Compared compared -> {
                if (json) {
                    spec.commandLine().getOut().print(JsonReport.text(compared));
                } else {
                    ComparisonTable.of(compared).forEach(spec.commandLine().getOut()::println);
                }
                spec.commandLine().getOut().flush();
                yield ExitCode.PASS;
            }
        };
    }
}
