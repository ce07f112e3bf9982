package dev.cellmesh.local.cockroach;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Which CockroachDB do the tests of this build run against? Says what it found in any case. */
final class CockroachHere {
    private CockroachHere() {}

    /** Aborts the tests with the reason when there is none. */
    static CockroachUnderTest prepared() throws Exception {
        ClusterFinder.Search search = ClusterFinder.ofThisMachine().find(Optional.empty());
        System.out.println(search.explained());
        Optional<CockroachCluster> cluster = CockroachClusters.open(search.found(), CockroachUnderTest.REGIONS);
        Assumptions.assumeTrue(cluster.isPresent(), search.explained());
        return CockroachUnderTest.prepare(cluster.orElseThrow(), true);
    }
}
