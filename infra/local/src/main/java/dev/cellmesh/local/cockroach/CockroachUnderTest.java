package dev.cellmesh.local.cockroach;

import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.testkit.database.ContractReport.Fact;
import dev.cellmesh.testkit.database.DatabaseUnderTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How is a CockroachDB cluster put to the contract? In a database of its own, with the project's tables and their localities
 * where the cluster has three regions, and without them where it has fewer. Nobody's nodes are hurt, so it has no faults.
 */
public final class CockroachUnderTest implements DatabaseUnderTest {
    /** Made for the contract, and dropped before and after it. */
    public static final String DATABASE = "cellmesh_contract";

    /** Those of {@code cockroach demo --global}, so that the program simulates their distance. */
    public static final List<Region> REGIONS =
            List.of(new Region("us-east1"), new Region("europe-west1"), new Region("us-west1"));

    private static final int REGIONS_MIN = 3;
    private static final long SEEN_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_MILLIS = 50;

    private final CockroachCluster cluster;
    private final List<Region> regions;
    private final boolean closesCluster;

    private CockroachUnderTest(CockroachCluster cluster, List<Region> regions, boolean closesCluster) {
        this.cluster = cluster;
        this.regions = regions;
        this.closesCluster = closesCluster;
    }

    /** @param closesCluster whether the end of the contract is the end of the cluster */
    public static CockroachUnderTest prepare(CockroachCluster cluster, boolean closesCluster) throws SQLException {
        List<Region> regions = inOrder(cluster, cluster.regions());
        cluster.dropDatabase(DATABASE);
        cluster.createDatabase(DATABASE);
        CockroachUnderTest prepared = new CockroachUnderTest(cluster, regions, closesCluster);
        if (prepared.isMultiRegion()) {
            Migrations.cockroach(cluster.jdbcUrl(DATABASE), cluster.user(), cluster.password(), prepared.names());
        }
        return prepared;
    }

    /** What a report says of the cluster first. */
    public static List<Fact> facts(CockroachCluster cluster) throws SQLException {
        List<Region> regions = cluster.regions();
        return List.of(
                new Fact("database", "CockroachDB"),
                new Fact("cluster", cluster.description()),
                new Fact("version", cluster.version()),
                new Fact("regions", regions.toString()),
                new Fact(
                        "localities",
                        regions.size() < REGIONS_MIN
                                ? "NOT TRIED: they want " + REGIONS_MIN + " regions"
                                : "tried, with SURVIVE REGION FAILURE"));
    }

    @Override
    public Region home() {
        return regions.get(0);
    }

    @Override
    public Region remote() {
        return regions.get(Math.min(1, regions.size() - 1));
    }

    @Override
    public DatabaseConfig config(Region node) {
        RingConfig ring =
                new RingConfig(RingId.of(home()).name(), cluster.gateway(node), home().name(), cluster.gateway(node));
        return new DatabaseConfig(Databases.COCKROACH, DATABASE, cluster.user(), cluster.password(), List.of(ring));
    }

    @Override
    public Connection admin() throws SQLException {
        return cluster.admin(DATABASE);
    }

    @Override
    public void placeTable(String name) throws SQLException {
        if (isMultiRegion()) {
            try (Connection connection = admin()) {
                Migrations.cockroachHomeTable(connection, name, names());
            }
        }
    }

    /** Waits until the tables are old enough to be seen a few seconds back. */
    @Override
    public void awaitReplicas() throws Exception {
        long end = System.nanoTime() + SEEN_NANOS_MAX;
        while (true) {
            try (Connection admin = admin();
                    Statement statement = admin.createStatement()) {
                statement.execute("SELECT count(*) FROM contract_entry AS OF SYSTEM TIME follower_read_timestamp()");
                return;
            } catch (SQLException tooEarly) {
                if (System.nanoTime() > end) {
                    throw tooEarly;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    @Override
    public Set<Fault> faults() {
        return Set.of();
    }

    @Override
    public void hurt(Fault fault) {
        throw new UnsupportedOperationException(fault + " cannot be made here");
    }

    @Override
    public void heal(Fault fault) {
        throw new UnsupportedOperationException(fault + " cannot be made here");
    }

    @Override
    public void close() throws SQLException {
        try {
            cluster.dropDatabase(DATABASE);
        } finally {
            if (closesCluster) {
                cluster.close();
            }
        }
    }

    private boolean isMultiRegion() {
        return regions.size() >= REGIONS_MIN;
    }

    private List<String> names() {
        return regions.stream().map(Region::name).toList();
    }

    /** Those with a gateway first, so that home and remote are different ones if they can be. */
    private static List<Region> inOrder(CockroachCluster cluster, List<Region> all) {
        List<Region> ordered = new ArrayList<>(REGIONS);
        ordered.retainAll(all);
        all.stream().filter(region -> !ordered.contains(region)).forEach(ordered::add);
        ordered.sort((one, other) -> Boolean.compare(cluster.hasGateway(other), cluster.hasGateway(one)));
        return ordered;
    }
}
