package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.Served;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How does one CockroachDB cluster give the asked level? Every ring is the same cluster, reached through the gateways of the
 * node's own region; home_region in the statement pins the rows. The survival goal of the database gives the durability, the
 * same for every write: with SURVIVE REGION FAILURE each one is acknowledged by a majority of regions, so that LOCAL gets
 * more than it asked.
 */
final class CockroachSources implements ReadSources {
    private final Region own;

    CockroachSources(Region own) {
        this.own = own;
    }

    @Override
    public List<ReadSource> of(Read read, RingPools ring) {
        ReadSource strong = ReadSource.primary(read, ring);
        return older(read, ring).map(older -> List.of(older, strong)).orElseGet(() -> List.of(strong));
    }

    private Optional<ReadSource> older(Read read, RingPools ring) {
        String sql = read.sql().text();
        return switch (read.level()) {
            // A plain read of a GLOBAL table is local, fresh and does not block.
            case ReadLevel.Strong strong -> Optional.empty();
            case ReadLevel.Global global -> Optional.empty();
            case ReadLevel.Causal causal -> Optional.empty();
            case ReadLevel.Eventual eventual ->
                CockroachDialect.eventual(sql).map(stale -> older(read, ring, stale, Optional.empty()));
            case ReadLevel.Session session ->
                session.seen() instanceof ClockPosition seen
                        ? CockroachDialect.session(sql, seen).map(stale -> older(read, ring, stale, Optional.empty()))
                        : Optional.empty();
            case ReadLevel.Bounded bounded ->
                CockroachDialect.bounded(sql, bounded.staleness())
                        .map(stale -> older(read, ring, stale, Optional.of(bounded.staleness())));
        };
    }

    /** The database answers from its nearest replica, or refuses (XCUBS), and then the strong read is next. */
    private ReadSource older(Read read, RingPools ring, String sql, Optional<Duration> staleness) {
        return new ReadSource(
                ring.primaryReads(),
                sql,
                Optional.empty(),
                false,
                (probe, elapsed, position) -> Optional.of(new Served(read.level(), own, staleness, position)));
    }
}
