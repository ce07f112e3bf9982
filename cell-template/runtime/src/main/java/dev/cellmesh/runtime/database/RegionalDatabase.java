package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.DatabaseConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How does a statement get the consistency or the durability that was asked? It hides exactly that, for every ring that a
 * node can reach, seen from the node's own region. What went wrong is a value; a failed future is a bug.
 *
 * <p>Each statement is one implicit transaction. Call it on the event loop that made it; it never blocks.
 */
public interface RegionalDatabase {
    /** Kinds of {@link DatabaseConfig#kind()}. */
    String POSTGRES = "postgres";

    String COCKROACH = "cockroach";

    /**
     * Opens nothing yet: connections are made when they are needed.
     *
     * @param own the region of the node
     */
    static RegionalDatabase of(
            Vertx vertx,
            DatabaseConfig config,
            Region own,
            LongSupplier nanoClock,
            RandomGenerator random,
            MeterRegistry meters) {
        return switch (config.kind()) {
            case POSTGRES -> new PostgresDatabase(vertx, config, own, nanoClock, random, meters);
            case COCKROACH -> new CockroachDatabase(vertx, config, own, nanoClock, random, meters);
            default -> throw new IllegalArgumentException("no such kind of database: " + config.kind());
        };
    }

    Future<ReadOutcome> read(Read read);

    Future<WriteOutcome> write(Write write);

    /** Can the primary of every home ring of this node's region answer right now? Never fails. */
    Future<Boolean> isReady();

    Future<Void> close();
}
