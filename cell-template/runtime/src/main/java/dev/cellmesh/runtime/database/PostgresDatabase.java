package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.node.DatabaseConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How do rings of PostgreSQL servers give the asked level and durability? Strong reads and writes go to a ring's primary,
 * weaker reads to the replica in the node's own region when it is good enough, and to the primary otherwise.
 */
public final class PostgresDatabase implements RegionalDatabase {
    private final Region own;
    private final Connections connections;

    public PostgresDatabase(
            Vertx vertx,
            DatabaseConfig config,
            Region own,
            LongSupplier nanoClock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.own = own;
        this.connections = new Connections(vertx, config, own, new PostgresDialect(), nanoClock, random, meters);
    }

    @Override
    public Future<ReadOutcome> read(Read read) {
        return connections.read(read, this::sources);
    }

    @Override
    public Future<WriteOutcome> write(Write write) {
        return connections.write(write);
    }

    @Override
    public Future<Boolean> isReady() {
        return connections.isReady(this::sources);
    }

    @Override
    public Future<Void> close() {
        return connections.close();
    }

    private List<ReadSource> sources(Read read, RingPools ring) {
        ReadSource primary = primary(read, ring);
        if (ring.replicaIsPrimary()) {
            return List.of(primary);
        }
        return switch (read.level()) {
            case ReadLevel.Strong strong -> List.of(primary);
            case ReadLevel.Eventual eventual -> List.of(replica(read, ring, (state, age) -> true), primary);
            // A position of another ring or another kind of database cannot be compared; the primary covers them all.
            case ReadLevel.Session session ->
                session.seen() instanceof WalPosition seen && seen.ring().equals(read.ring())
                        ? List.of(replica(read, ring, (state, age) -> PostgresDialect.covers(state, seen)), primary)
                        : List.of(primary);
            case ReadLevel.Bounded bounded ->
                List.of(
                        replica(
                                read,
                                ring,
                                (state, age) -> age.isPresent() && age.get().compareTo(bounded.staleness()) <= 0),
                        primary);
        };
    }

    private static ReadSource primary(Read read, RingPools ring) {
        return new ReadSource(
                ring.primaryReads(),
                read.sql().text(),
                Optional.empty(),
                true,
                (state, elapsed, position) -> Optional.of(
                        new Served(ReadLevel.STRONG, ring.primaryRegion(), Optional.of(Duration.ZERO), position)));
    }

    /** Without a position: a replica may show what its primary has not acknowledged, and no token may be made of that. */
    private ReadSource replica(Read read, RingPools ring, BiPredicate<Row, Optional<Duration>> goodEnough) {
        return new ReadSource(
                ring.replicaReads(),
                read.sql().text(),
                Optional.of(PostgresDialect.replicaState(read.ring())),
                false,
                (state, elapsed, position) -> {
                    Optional<Duration> staleness = PostgresDialect.staleness(state, elapsed);
                    return goodEnough.test(state, staleness)
                            ? Optional.of(new Served(read.level(), own, staleness, position))
                            : Optional.empty();
                });
    }
}
