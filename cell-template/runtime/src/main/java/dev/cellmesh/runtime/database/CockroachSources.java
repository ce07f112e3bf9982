package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How does one CockroachDB cluster give the asked level? Every ring is the same cluster, reached through the gateways of the
 * node's own region; home_region in the statement pins the rows. The survival goal of the database gives the durability, the
 * same for every write: with SURVIVE REGION FAILURE each one is acknowledged by a majority of regions, so that LOCAL gets
 * more than it asked.
 */
final class CockroachSources implements ReadSources {
    private final Region own;

    private final CockroachDialect dialect;

    CockroachSources(Region own, CockroachDialect dialect) {
        this.own = own;
        this.dialect = dialect;
    }

    @Override
    public List<ReadSource> of(Read read, RingPools ring) {
        Optional<ReadSource> lastResort = read.olderIfUnreachable() && !(read.level() instanceof ReadLevel.Eventual)
                ? CockroachDialect.eventual(read.sql().text())
                        .map(stale -> older(ring, stale, ReadLevel.EVENTUAL, Optional.empty()))
                : Optional.empty();
        return Stream.of(nearest(read, ring), Optional.of(plain(read, ring)), lastResort)
                .flatMap(Optional::stream)
                .toList();
    }

    /** A plain read of a GLOBAL table is local, fresh and does not block; of other tables, it goes to the leaseholder. */
    private ReadSource plain(Read read, RingPools ring) {
        if (!(read.level() instanceof ReadLevel.Global) || !read.ring().equals(RingId.GLOBAL)) {
            return ReadSource.strong(read, ring, dialect);
        }
        return new ReadSource(
                ring.primaryReads(),
                read.sql().text(),
                Optional.empty(),
                Optional.of(ReadSource.PositionQuestion.of(dialect)),
                (probe, elapsed, position) -> new ReadSource.Verdict.Good(
                        new Served(ReadLevel.GLOBAL, own, Optional.of(Duration.ZERO), position)));
    }

    private Optional<ReadSource> nearest(Read read, RingPools ring) {
        String sql = read.sql().text();
        return switch (read.level()) {
            case ReadLevel.Strong strong -> Optional.empty();
            case ReadLevel.Global global -> Optional.empty();
            case ReadLevel.Eventual eventual ->
                CockroachDialect.eventual(sql).map(stale -> older(ring, stale, eventual, Optional.empty()));
            case ReadLevel.Session session ->
                atLeast(sql, session.seen()).map(stale -> older(ring, stale, session, Optional.empty()));
            case ReadLevel.Causal causal ->
                causal.seen()
                        .map(seen -> atLeast(sql, seen))
                        .orElseGet(() -> CockroachDialect.eventual(sql))
                        .map(stale -> causal(ring, stale, causal));
            case ReadLevel.Bounded bounded ->
                CockroachDialect.bounded(sql, bounded.staleness())
                        .map(stale -> older(ring, stale, bounded, Optional.of(bounded.staleness())));
        };
    }

    private static Optional<String> atLeast(String sql, Position seen) {
        return seen instanceof ClockPosition clock ? CockroachDialect.session(sql, clock) : Optional.empty();
    }

    /** The database answers from its nearest replica, or refuses (XCUBS), and then the strong read is next. */
    private ReadSource older(RingPools ring, String sql, ReadLevel served, Optional<Duration> staleness) {
        return new ReadSource(
                ring.primaryReads(),
                sql,
                Optional.empty(),
                Optional.empty(),
                (probe, elapsed, position) ->
                        new ReadSource.Verdict.Good(new Served(served, own, staleness, position)));
    }

    /** Behind a read of the past, the commit's timestamp is the one that was read at. */
    private ReadSource causal(RingPools ring, String sql, ReadLevel.Causal causal) {
        return new ReadSource(
                ring.primaryReads(),
                sql,
                Optional.empty(),
                Optional.of(ReadSource.PositionQuestion.of(dialect)),
                (probe, elapsed, position) -> position.isPresent()
                        ? new ReadSource.Verdict.Good(new Served(causal, own, Optional.empty(), position))
                        : new ReadSource.Verdict.Elsewhere(Refusal.UNREACHABLE));
    }
}
