package dev.cellmesh.local.cockroach;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How is a running cluster reached, from each of its regions? Any of its nodes takes any statement; one in the own region is
 * the gateway that costs no distance. Without TLS, as the nodes of a mesh connect. Blocks.
 */
public final class CockroachCluster implements AutoCloseable {
    /** Of an administrator and of the nodes, where the cluster has no passwords. */
    static final String ADMINISTRATOR = "root";

    private static final long POLL_MILLIS = 200;
    private static final String SYSTEM_DATABASE = "defaultdb";

    private final String description;
    private final String user;
    private final String password;
    private final List<Endpoint> nodes;
    private final Running running;
    private final Map<Region, Endpoint> gateways = new LinkedHashMap<>();
    private String version = "";

    /** How is it ended? Not at all, when it is somebody else's. */
    @FunctionalInterface
    interface Running {
        void stop();
    }

    CockroachCluster(String description, String user, String password, List<Endpoint> nodes, Running running) {
        this.description = description;
        this.user = user;
        this.password = password;
        this.nodes = List.copyOf(nodes);
        this.running = running;
    }

    /**
     * Returns when every node has told where it is.
     *
     * @throws ClusterException when one does not in time
     */
    CockroachCluster awaitReady(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (Endpoint node : nodes) {
            while (true) {
                try (Connection connection = connect(node, SYSTEM_DATABASE)) {
                    gateways.putIfAbsent(new Region(one(connection, "SELECT gateway_region()")), node);
                    version = one(connection, "SELECT version()");
                    break;
                } catch (SQLException notYet) {
                    if (System.nanoTime() > end || ClusterException.isFinal(notYet)) {
                        throw new ClusterException(description + ": " + notYet.getMessage(), notYet);
                    }
                    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                }
            }
        }
        return this;
    }

    /** Regions in which the cluster has nodes, whether or not one of them was named as a gateway. */
    public List<Region> regions() throws SQLException {
        List<Region> regions = new ArrayList<>();
        try (Connection connection = admin(SYSTEM_DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT region FROM [SHOW REGIONS FROM CLUSTER] ORDER BY region")) {
            while (rows.next()) {
                regions.add(new Region(rows.getString(1)));
            }
        }
        return regions;
    }

    /** The nearest one that is known: in the region itself, or else the first. */
    public Endpoint gateway(Region region) {
        return gateways.getOrDefault(region, nodes.get(0));
    }

    public boolean hasGateway(Region region) {
        return gateways.containsKey(region);
    }

    public String description() {
        return description;
    }

    public String version() {
        return version;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    public String jdbcUrl(String database) {
        return jdbcUrl(nodes.get(0), database);
    }

    public Connection admin(String database) throws SQLException {
        return connect(nodes.get(0), database);
    }

    /** Makes a database and the role that the migrations know, if they are not there. */
    public void createDatabase(String database) throws SQLException {
        try (Connection connection = admin(SYSTEM_DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE IF NOT EXISTS cellmesh WITH LOGIN");
            statement.execute("CREATE DATABASE IF NOT EXISTS " + database);
        }
    }

    public void dropDatabase(String database) throws SQLException {
        try (Connection connection = admin(SYSTEM_DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + database + " CASCADE");
        }
    }

    @Override
    public void close() {
        running.stop();
    }

    /** Through a certain node, as an administrator. */
    public Connection connect(Endpoint node, String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(node, database), user, password);
    }

    private static String jdbcUrl(Endpoint node, String database) {
        return "jdbc:postgresql://" + node.host() + ":" + node.port() + "/" + database
                + "?sslmode=disable&connectTimeout=5";
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
