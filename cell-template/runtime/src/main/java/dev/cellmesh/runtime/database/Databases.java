package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.DatabaseConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Which database is meant by {@link DatabaseConfig#kind()}? */
public final class Databases {
    public static final String POSTGRES = "postgres";
    public static final String COCKROACH = "cockroach";

    private Databases() {}

    /**
     * Connects to nothing yet: connections are made when they are needed.
     *
     * @param use by whom, and how much; each use has connections of its own
     * @param own the region of the node
     * @throws IllegalArgumentException when there is no such kind
     */
    public static RegionalDatabase open(
            Vertx vertx,
            DatabaseConfig config,
            DatabaseUse use,
            Region own,
            LongSupplier nanoClock,
            RandomGenerator random,
            MeterRegistry meters) {
        return switch (config.kind()) {
            case POSTGRES ->
                new PooledDatabase(
                        vertx,
                        config,
                        use,
                        own,
                        new PostgresDialect(),
                        new PostgresSources(own, new PostgresDialect()),
                        nanoClock,
                        random,
                        meters);
            case COCKROACH ->
                new PooledDatabase(
                        vertx,
                        config,
                        use,
                        own,
                        new CockroachDialect(),
                        new CockroachSources(own, new CockroachDialect()),
                        nanoClock,
                        random,
                        meters);
            default -> throw new IllegalArgumentException("no kind of database: " + config.kind());
        };
    }
}
