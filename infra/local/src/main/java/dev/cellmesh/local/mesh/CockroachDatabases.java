package dev.cellmesh.local.mesh;

import dev.cellmesh.local.cockroach.CockroachCluster;
import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * How does one CockroachDB cluster carry a mesh? Every ring is the same database, and each region's nodes go through the gateway
 * of their region. It is not hurt from here: its nodes are not the mesh's.
 */
final class CockroachDatabases implements MeshDatabases {
    static final String DATABASE = "cellmesh";

    private static final long UNKNOWN = -1;

    private final CockroachCluster cluster;
    private final MeshProgress progress;

    /** @param cluster ends with the mesh, if it was started for it */
    CockroachDatabases(CockroachCluster cluster, MeshProgress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    @Override
    public void start() throws Exception {
        long began = System.nanoTime();
        List<Region> there = cluster.regions();
        if (!there.containsAll(MeshOptions.REGIONS)) {
            throw new RefusedException("the cluster has nodes in " + there + ", and the mesh wants "
                    + MeshOptions.REGIONS + "; start its nodes with --locality=region=...");
        }
        try {
            cluster.createDatabase(DATABASE);
            Migrations.cockroach(
                    cluster.jdbcUrl(DATABASE),
                    cluster.user(),
                    cluster.password(),
                    MeshOptions.REGIONS.stream().map(Region::name).toList());
        } catch (SQLException e) {
            throw new MeshStartException("the tables", e.getMessage(), e);
        }
        progress.part(
                "tables in " + cluster.description(),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    @Override
    public Login login() {
        return new Login(Databases.COCKROACH, DATABASE, cluster.user(), cluster.password());
    }

    @Override
    public RingConfig seenFrom(RingId ring, Region region) {
        Region home = MeshOptions.REGIONS.stream()
                .filter(each -> RingId.of(each).equals(ring))
                .findFirst()
                .orElse(MeshOptions.REGIONS.getFirst());
        Endpoint gateway = cluster.gateway(region);
        return new RingConfig(ring.name(), gateway, home.name(), gateway);
    }

    /** One line a gateway: the database sees to its replicas itself, and how far they are behind is not known here. */
    @Override
    public List<MeshStatus.RingStatus> status() {
        return List.of(new MeshStatus.RingStatus(
                Databases.COCKROACH,
                MeshOptions.REGIONS.stream()
                        .map(region -> {
                            boolean answers = answers(region);
                            return new MeshStatus.MemberStatus(
                                    region.name(), "gateway", answers, answers, UNKNOWN, UNKNOWN);
                        })
                        .toList()));
    }

    private boolean answers(Region region) {
        try (Connection connection = cluster.connect(cluster.gateway(region), DATABASE);
                Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void kill(RingId ring, Region region) {
        throw notFromHere();
    }

    @Override
    public void start(RingId ring, Region region) {
        throw notFromHere();
    }

    @Override
    public void pauseReplay(RingId ring, Region region, boolean paused) {
        throw notFromHere();
    }

    @Override
    public long endWaitingCommits(RingId ring) {
        throw notFromHere();
    }

    @Override
    public void stall(RingId ring, String service, Duration lasts) {
        throw notFromHere();
    }

    private static Mesh.UnknownPartException notFromHere() {
        return new Mesh.UnknownPartException(
                "the nodes of a CockroachDB cluster are not the mesh's to hurt or to start");
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
