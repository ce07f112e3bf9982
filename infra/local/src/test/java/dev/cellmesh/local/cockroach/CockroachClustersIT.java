package dev.cellmesh.local.cockroach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.local.cockroach.ClusterFinder.Found;
import dev.cellmesh.model.Region;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What comes of an address that a person gave? A PostgreSQL server stands in for what is not the cluster it should be. */
class CockroachClustersIT {
    @Test
    void anotherDatabaseIsToldAtOnce() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Connection admin = postgres.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE defaultdb");

            assertThatThrownBy(() -> CockroachClusters.open(
                            new Found.Named(url(postgres.getPort())), CockroachUnderTest.REGIONS))
                    .isInstanceOf(ClusterException.class);
        }
    }

    @Test
    void eachNodeIsAskedForItsRegion() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Connection admin = postgres.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE defaultdb");
            try (Connection own = postgres.getDatabase("postgres", "defaultdb").getConnection();
                    Statement make = own.createStatement()) {
                make.execute("CREATE FUNCTION gateway_region() RETURNS TEXT LANGUAGE SQL AS 'SELECT ''eu-west'''");
            }

            try (CockroachCluster cluster =
                    CockroachClusters.named(url(postgres.getPort())).awaitReady(Duration.ofSeconds(20))) {
                assertThat(cluster.hasGateway(new Region("eu-west"))).isTrue();
                assertThat(cluster.hasGateway(new Region("us-east1"))).isFalse();
                assertThat(cluster.gateway(new Region("us-east1")).port()).isEqualTo(postgres.getPort());
                assertThat(cluster.version()).isNotBlank();
            }
        }
    }

    @Test
    void nobodyThereIsAnAnswer() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        CockroachCluster nobody = CockroachClusters.named(url(port));

        assertThatThrownBy(() -> nobody.awaitReady(Duration.ZERO)).isInstanceOf(ClusterException.class);
    }

    private static String url(int port) {
        return "postgresql://postgres@127.0.0.1:" + port;
    }
}
