package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.Served;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * How do rings of PostgreSQL servers give the asked level and durability? Strong reads and writes go to a ring's primary,
 * weaker reads to the replica in the node's own region when it is good enough, and to the primary otherwise.
 */
final class PostgresSources implements ReadSources {
    private final Region own;

    PostgresSources(Region own) {
        this.own = own;
    }

    @Override
    public List<ReadSource> of(Read read, RingPools ring) {
        ReadSource primary = ReadSource.primary(read, ring);
        if (ring.replicaIsPrimary()) {
            return List.of(primary);
        }
        return switch (read.level()) {
            case ReadLevel.Strong strong -> List.of(primary);
            case ReadLevel.Global global -> List.of(primary);
            case ReadLevel.Causal causal -> List.of(primary);
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
