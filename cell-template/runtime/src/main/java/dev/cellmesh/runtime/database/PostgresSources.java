package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * How do rings of PostgreSQL servers give the asked level and durability? Strong reads and writes go to a ring's primary,
 * weaker reads to the replica in the node's own region when it is good enough, and to the primary otherwise.
 */
final class PostgresSources implements ReadSources {
    private static final ReadSource.Verdict.Elsewhere NOT_GOOD_ENOUGH =
            new ReadSource.Verdict.Elsewhere(Refusal.UNREACHABLE);

    private final Region own;
    private final PostgresDialect dialect;
    /** Made once: the client knows a prepared statement by its text. As many as the services have reads. */
    private final Map<SqlStatement, Optional<ReadSource.Whole>> wholes = new HashMap<>();

    PostgresSources(Region own, PostgresDialect dialect) {
        this.own = own;
        this.dialect = dialect;
    }

    @Override
    public List<ReadSource> of(Read read, RingPools ring) {
        ReadSource primary = seen(read).map(seen -> primary(read, ring, seen)).orElseGet(() -> strong(read, ring));
        if (ring.replicaIsPrimary()) {
            return List.of(primary);
        }
        Optional<ReadSource> older = read.olderIfUnreachable() && !(read.level() instanceof ReadLevel.Eventual)
                ? Optional.of(replica(read, ring, ReadLevel.EVENTUAL, (state, age) -> true))
                : Optional.empty();
        return Stream.of(nearest(read, ring), Optional.of(primary), older)
                .flatMap(Optional::stream)
                .toList();
    }

    private ReadSource strong(Read read, RingPools ring) {
        return wholes.computeIfAbsent(read.sql(), dialect::withPosition)
                .map(whole -> ReadSource.strong(whole, read, ring, dialect))
                .orElseGet(() -> ReadSource.strong(read, ring, dialect));
    }

    /** A position of another ring or another kind of database cannot be compared; the primary covers them all. */
    private static Optional<WalPosition> seen(Read read) {
        Optional<Position> seen = switch (read.level()) {
            case ReadLevel.Session session -> Optional.of(session.seen());
            case ReadLevel.Causal causal -> causal.seen();
            case ReadLevel.Strong strong -> Optional.empty();
            case ReadLevel.Global global -> Optional.empty();
            case ReadLevel.Bounded bounded -> Optional.empty();
            case ReadLevel.Eventual eventual -> Optional.empty();
        };
        return seen.filter(position -> position.ring().equals(read.ring()))
                .filter(WalPosition.class::isInstance)
                .map(WalPosition.class::cast);
    }

    private Optional<ReadSource> nearest(Read read, RingPools ring) {
        return switch (read.level()) {
            case ReadLevel.Strong strong -> Optional.empty();
            case ReadLevel.Global global ->
                read.ring().equals(RingId.GLOBAL) ? Optional.of(leaseholder(read, ring)) : Optional.empty();
            case ReadLevel.Eventual eventual ->
                Optional.of(replica(read, ring, eventual, (state, age) -> read.isYoungEnough(age)));
            case ReadLevel.Bounded bounded ->
                Optional.of(replica(
                        read,
                        ring,
                        bounded,
                        (state, age) -> age.isPresent() && age.get().compareTo(bounded.staleness()) <= 0));
            case ReadLevel.Session session ->
                seen(read)
                        .map(seen -> new ReadSource(
                                ring.replicaReads(),
                                read.sql().text(),
                                Optional.of(PostgresDialect.replicaState(seen)),
                                Optional.empty(),
                                (state, elapsed, position) -> PostgresDialect.replicaCovers(state, seen)
                                                && read.isYoungEnough(PostgresDialect.staleness(state, elapsed))
                                        ? good(session, state, elapsed, position)
                                        : NOT_GOOD_ENOUGH));
            case ReadLevel.Causal causal ->
                causal.seen().isPresent() && seen(read).isEmpty()
                        ? Optional.empty()
                        : Optional.of(causalReplica(read, ring, causal, seen(read)));
        };
    }

    /** As long as its lease holds, every write of the ring was acknowledged after this replica had it. */
    private ReadSource leaseholder(Read read, RingPools ring) {
        return new ReadSource(
                ring.replicaReads(),
                read.sql().text(),
                Optional.of(PostgresDialect.leaseState(own)),
                Optional.empty(),
                (state, elapsed, position) -> PostgresDialect.leaseHolds(state, elapsed)
                        ? new ReadSource.Verdict.Good(
                                new Served(ReadLevel.GLOBAL, own, Optional.of(Duration.ZERO), position))
                        : NOT_GOOD_ENOUGH);
    }

    /**
     * With a position that was asked behind the read. It may cover a commit that the primary has not acknowledged; therefore it
     * names the transactions that were shown, and the primary is held to them.
     */
    private ReadSource causalReplica(Read read, RingPools ring, ReadLevel.Causal causal, Optional<WalPosition> seen) {
        return new ReadSource(
                ring.replicaReads(),
                read.sql().text(),
                Optional.of(seen.map(PostgresDialect::replicaState)
                        .orElseGet(() -> PostgresDialect.replicaState(read.ring()))),
                Optional.of(PostgresDialect.REPLICA_POSITION_QUESTION),
                (state, elapsed, position) -> position.isPresent()
                                && read.isYoungEnough(PostgresDialect.staleness(state, elapsed))
                                && seen.map(each -> PostgresDialect.replicaCovers(state, each))
                                        .orElse(true)
                        ? good(causal, state, elapsed, position)
                        : NOT_GOOD_ENOUGH);
    }

    /** Without a position: a replica may show what its primary has not acknowledged. */
    private ReadSource replica(
            Read read, RingPools ring, ReadLevel served, BiPredicate<Row, Optional<Duration>> goodEnough) {
        return new ReadSource(
                ring.replicaReads(),
                read.sql().text(),
                Optional.of(PostgresDialect.replicaState(read.ring())),
                Optional.empty(),
                (state, elapsed, position) -> goodEnough.test(state, PostgresDialect.staleness(state, elapsed))
                        ? good(served, state, elapsed, position)
                        : NOT_GOOD_ENOUGH);
    }

    private ReadSource.Verdict good(ReadLevel served, Row state, Duration elapsed, Optional<Position> position) {
        return new ReadSource.Verdict.Good(
                new Served(served, own, PostgresDialect.staleness(state, elapsed), position));
    }

    /** Asked before the read whether it shows what the client has seen: a replica may have shown it first. */
    private ReadSource primary(Read read, RingPools ring, WalPosition seen) {
        return new ReadSource(
                ring.primaryReads(),
                read.sql().text(),
                Optional.of(PostgresDialect.primaryState()),
                Optional.of(ReadSource.PositionQuestion.of(dialect)),
                (state, elapsed, position) -> switch (PostgresDialect.standing(state, seen)) {
                    case COVERS -> ReadSource.strong(ring, position);
                    case NOT_YET -> new ReadSource.Verdict.Later();
                    case DEPOSED -> NOT_GOOD_ENOUGH;
                });
    }
}
