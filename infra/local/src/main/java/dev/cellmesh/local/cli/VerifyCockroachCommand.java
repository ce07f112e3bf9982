package dev.cellmesh.local.cli;

import dev.cellmesh.local.cockroach.ClusterException;
import dev.cellmesh.local.cockroach.ClusterFinder;
import dev.cellmesh.local.cockroach.CockroachCluster;
import dev.cellmesh.local.cockroach.CockroachClusters;
import dev.cellmesh.local.cockroach.CockroachLevelsRun;
import dev.cellmesh.local.cockroach.CockroachUnderTest;
import dev.cellmesh.local.mesh.RefusedException;
import dev.cellmesh.testkit.database.ContractReport;
import dev.cellmesh.testkit.database.ContractRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify-cockroach",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the contract of the database layer against a CockroachDB cluster, in a database of its own there.",
            "Exit code 0: it is kept; 1: it is not; 3: there is no cluster to be used."
        })
final class VerifyCockroachCommand implements Callable<Integer> {
    private static final int EXIT_BROKEN = 1;

    @Option(
            names = "--url",
            paramLabel = "URL[,URL]",
            description = {
                "A node of each region, without TLS, such as postgresql://root@host:26257. Else: " + ClusterFinder.URL
                        + ", the program on the PATH, Docker."
            })
    String url;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the report there, too, as JSON.")
    Path report;

    @Override
    public Integer call() throws Exception {
        if (report != null && !Files.isDirectory(report.toAbsolutePath().getParent())) {
            throw new RefusedException("there is no folder for " + report);
        }
        ClusterFinder.Search search = ClusterFinder.ofThisMachine().find(Optional.ofNullable(url));
        System.out.println(search.explained());
        try (CockroachCluster cluster = CockroachClusters.open(search.found(), CockroachUnderTest.REGIONS)
                .orElseThrow(() -> new RefusedException("there is no cluster to be verified: name one by --url"))) {
            return verify(cluster);
        } catch (ClusterException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    private int verify(CockroachCluster cluster) throws Exception {
        ContractReport kept = new ContractReport(
                CockroachUnderTest.facts(cluster),
                ContractRun.run(
                        () -> CockroachUnderTest.prepare(cluster, false),
                        List.of(CockroachLevelsRun.class),
                        outcome -> System.out.println(
                                outcome.status().name().toLowerCase(Locale.ROOT) + " " + outcome.test())));
        System.out.println();
        System.out.print(kept.toText());
        if (report != null) {
            Files.writeString(report, kept.toJson() + "\n");
        }
        return kept.isKept() ? 0 : EXIT_BROKEN;
    }
}
