package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.runtime.node.RingConnections;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Which connections of one user go to one ring? Kept apart by what they wait for, so that a read never stands behind a write that waits
 * for another continent, and each with its session settings as start-up properties, which cost no round trip.
 */
final class RingPools {
    /** A statement is short; more of them on one connection only make the last one wait. */
    static final int READ_DEPTH_MAX = 16;
    /** Far more than the distinct statements of all services. */
    static final int STATEMENT_CACHE_MAX = 512;

    /** One question a second at most, and each has an end. */
    private static final int READINESS_CONNECTIONS = 1;

    private final RingId ring;
    private final RingConfig config;
    private final Region primaryRegion;
    private final Maker maker;
    private final Map<String, ConnectionPool> pools = new HashMap<>();

    RingPools(RingConfig config, Maker maker) {
        this.ring = RingId.parse(config.ring());
        this.config = config;
        this.primaryRegion = new Region(config.primaryRegion());
        this.maker = maker;
    }

    RingId ring() {
        return ring;
    }

    Region primaryRegion() {
        return primaryRegion;
    }

    boolean replicaIsPrimary() {
        return config.replica().equals(config.primary());
    }

    ConnectionPool writes(Durability durability) {
        return switch (durability) {
            // Every replica that may serve the mesh's own rows has applied a write before it is acknowledged.
            case QUORUM -> pool("quorum", config.primary(), ring.equals(RingId.GLOBAL) ? "remote_apply" : "on");
            case LOCAL -> pool("local", config.primary(), "local");
        };
    }

    ConnectionPool primaryReads() {
        return pool("read", config.primary(), null);
    }

    ConnectionPool replicaReads() {
        return replicaIsPrimary() ? primaryReads() : pool("replica", config.replica(), null);
    }

    /** For the question whether the primary answers, which must not stand behind statements that wait for others. */
    ConnectionPool readiness() {
        return pool("readiness", config.primary(), null);
    }

    void reap() {
        pools.values().forEach(ConnectionPool::reap);
    }

    void close() {
        pools.values().forEach(ConnectionPool::close);
    }

    private ConnectionPool pool(String use, Endpoint server, String synchronousCommit) {
        return pools.computeIfAbsent(use, name -> maker.make(ring, primaryRegion, use, server, synchronousCommit));
    }

    /** What do all pools of a database have in common? */
    record Maker(
            Vertx vertx,
            DatabaseConfig config,
            DatabaseUse user,
            Region own,
            PgConnector connector,
            LongSupplier nanoClock,
            RandomGenerator random,
            MeterRegistry meters) {

        ConnectionPool make(RingId ring, Region primaryRegion, String use, Endpoint server, String synchronousCommit) {
            DatabaseSizes sizes = user.sizes();
            boolean reads = synchronousCommit == null;
            PgConnectOptions options = new PgConnectOptions()
                    .setHost(server.host())
                    .setPort(server.port())
                    .setDatabase(config.database())
                    .setUser(config.user())
                    .setPassword(config.password())
                    .setCachePreparedStatements(true)
                    .setPreparedStatementCacheMaxSize(STATEMENT_CACHE_MAX)
                    // The client would leave long statements out, and a write here is one long statement.
                    .setPreparedStatementCacheSqlFilter(CockroachTexts::isStable)
                    .addProperty("application_name", "cellmesh-" + user.user() + "-" + use)
                    .addProperty("statement_timeout", Integer.toString(sizes.statementTimeoutMillis()))
                    .addProperty("lock_timeout", Integer.toString(sizes.lockTimeoutMillis()));
            if (reads) {
                options.addProperty("default_transaction_read_only", "on");
            } else if (config.kind().equals(Databases.POSTGRES)) {
                options.addProperty("synchronous_commit", synchronousCommit);
            }
            RingConnections connections = primaryRegion.equals(own) ? sizes.near() : sizes.far();
            int connectionsMax = switch (use) {
                case "quorum" -> connections.quorum();
                case "local" -> connections.local();
                // Only the cells of its own region use a replica, as they use their home ring.
                case "replica" -> sizes.near().reads();
                case "readiness" -> READINESS_CONNECTIONS;
                default -> connections.reads();
            };
            ConnectionPool pool = new ConnectionPool(
                    vertx,
                    () -> connector.connect(options),
                    new ConnectionPool.Limits(
                            connectionsMax,
                            RingConnections.ofTenant(connectionsMax),
                            reads ? READ_DEPTH_MAX : 1,
                            sizes.waitersMax(),
                            sizes.waitMillisMax()),
                    nanoClock,
                    random);
            pool.register(meters, user.user(), ring.name(), use);
            return pool;
        }
    }
}
