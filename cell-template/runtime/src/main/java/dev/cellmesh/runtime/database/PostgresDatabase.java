package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.node.DatabaseConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
            case ReadLevel.Eventual eventual -> List.of(replica(read, ring), primary);
            // A position of another ring or another kind of database cannot be compared; the primary covers them all.
            case ReadLevel.Session session ->
                session.seen() instanceof WalPosition seen && seen.ring().equals(read.ring())
                        ? List.of(replicaAt(read, ring, seen), primary)
                        : List.of(primary);
            case ReadLevel.Bounded bounded -> List.of(primary);
        };
    }

    private static ReadSource primary(Read read, RingPools ring) {
        return new ReadSource(
                ring.primaryReads(),
                read.sql().text(),
                Optional.empty(),
                true,
                (probe, position) -> Optional.of(
                        new Served(ReadLevel.STRONG, ring.primaryRegion(), Optional.of(Duration.ZERO), position)));
    }

    /** Without a position: a replica may show what its primary has not acknowledged, and no token may be made of that. */
    private ReadSource replica(Read read, RingPools ring) {
        return new ReadSource(
                ring.replicaReads(),
                read.sql().text(),
                Optional.empty(),
                false,
                (probe, position) -> Optional.of(at(read.level(), position)));
    }

    private ReadSource replicaAt(Read read, RingPools ring, WalPosition seen) {
        return new ReadSource(
                ring.replicaReads(),
                read.sql().text(),
                Optional.of(PostgresDialect.REPLICA_POSITION),
                false,
                (probe, position) -> PostgresDialect.covers(probe, seen)
                        ? Optional.of(at(read.level(), position))
                        : Optional.empty());
    }

    private Served at(ReadLevel level, Optional<Position> position) {
        return new Served(level, own, Optional.empty(), position);
    }
}
