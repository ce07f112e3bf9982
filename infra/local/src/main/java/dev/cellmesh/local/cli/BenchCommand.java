package dev.cellmesh.local.cli;

import dev.cellmesh.load.overhead.RefusalCost;
import dev.cellmesh.local.figures.FiguresBenchmark;
import dev.cellmesh.local.hop.EdgeHopBenchmark;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.wan.WanLinkBenchmark;
import java.nio.file.Path;
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
        figures,
        admission,
        edge
    }

    /** The repository's folder, which the launcher knows. */
    private static final String HOME_PROPERTY = "cellmesh.home";

    @Parameters(
            paramLabel = "wan|figures|admission|edge",
            description = {
                "The links' own error, the whole mesh's figures, what a refused request costs beside a served one,",
                "or what an edge adds to a request."
            })
    Bench bench;

    @Override
    public Integer call() throws Exception {
        return switch (bench) {
            case edge ->
                new EdgeHopBenchmark(System.out, new Progress(System.out))
                        .run(OwnMesh.elsewhere(EdgeHopBenchmark.options()));
            case wan -> WanLinkBenchmark.run(System.out);
            case admission ->
                new RefusalCost(RefusalCost.Plan.DEFAULT, System.out)
                        .run(Path.of(System.getProperty(HOME_PROPERTY, ".")).toAbsolutePath());
            case figures -> {
                Progress progress = new Progress(System.out);
                yield new FiguresBenchmark(System.out, progress).run(OwnMesh.elsewhere(MeshOptions.DEFAULT));
            }
        };
    }
}
