package dev.cellmesh.local.cli;

import dev.cellmesh.local.figures.FiguresBenchmark;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.wan.WanLinkBenchmark;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what the README says, and prints it beside its goal.",
            "Exit code 0: every goal is reached; 1: not every one."
        })
final class BenchCommand implements Callable<Integer> {
    enum Bench {
        wan,
        figures
    }

    @Parameters(paramLabel = "wan|figures", description = "The links' own error, or the whole mesh's figures.")
    Bench bench;

    @Override
    public Integer call() throws Exception {
        return switch (bench) {
            case wan -> WanLinkBenchmark.run(System.out);
            case figures -> {
                Progress progress = new Progress(System.out);
                yield new FiguresBenchmark(System.out, progress).run(OwnMesh.elsewhere(MeshOptions.DEFAULT));
            }
        };
    }
}
