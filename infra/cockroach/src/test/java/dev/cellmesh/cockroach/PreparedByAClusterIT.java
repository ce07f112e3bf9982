package dev.cellmesh.cockroach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.cockroach.ClusterFinder;
import dev.cellmesh.local.cockroach.CockroachCluster;
import dev.cellmesh.local.cockroach.CockroachClusters;
import dev.cellmesh.local.cockroach.CockroachUnderTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Does a cluster take every statement of the services, with its tables, types and functions? That is more than the grammar knows,
 * so it is asked where there is one: each statement is prepared, and none is run.
 */
class PreparedByAClusterIT {
    @Test
    void everyStatementOfTheServicesIsPrepared() throws Exception {
        ClusterFinder.Search search = ClusterFinder.ofThisMachine().find(Optional.empty());
        System.out.println(search.explained());
        Optional<CockroachCluster> cluster = CockroachClusters.open(search.found(), CockroachUnderTest.REGIONS);
        Assumptions.assumeTrue(cluster.isPresent(), search.explained());
        CockroachUnderTest subject = CockroachUnderTest.prepare(cluster.orElseThrow(), true);
        try {
            assertThat(refused(subject)).isEmpty();
        } finally {
            subject.close();
        }
    }

    private static List<String> refused(CockroachUnderTest subject) throws SQLException {
        List<String> refused = new ArrayList<>();
        try (Connection connection = subject.admin();
                Statement statement = connection.createStatement()) {
            for (SqlText text : SqlTexts.collect(ProjectClassPath.read()).all()) {
                // The contract makes its own table, later.
                if (text.isServing() && !text.sql().contains("contract_")) {
                    try {
                        statement.execute("PREPARE checked AS " + text.sql());
                        statement.execute("DEALLOCATE checked");
                    } catch (SQLException e) {
                        refused.add(text.name() + ": " + e.getMessage());
                    }
                }
            }
        }
        return refused;
    }
}
