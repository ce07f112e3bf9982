package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import java.time.Duration;
import java.time.InstantSource;
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
    private final InstantSource clock;

    CockroachSources(Region own, CockroachDialect dialect) {
        this(own, dialect, InstantSource.system());
    }

    CockroachSources(Region own, CockroachDialect dialect, InstantSource clock) {
        this.own = own;
        this.dialect = dialect;
        this.clock = clock;
    }

    @Override
    public List<ReadSource> of(Read read, RingPools ring) {
        Optional<ReadSource> lastResort = read.olderIfUnreachable() && !(read.level() instanceof ReadLevel.Eventual)
                ? nearest(read, ring, ReadLevel.EVENTUAL)
                : Optional.empty();
        return Stream.of(nearest(read, ring, read.level()), Optional.of(plain(read, ring)), lastResort)
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

    /** The database answers from its nearest replica, or refuses (XCUBS), and then the strong read is next. */
    private Optional<ReadSource> nearest(Read read, RingPools ring, ReadLevel level) {
        Optional<CockroachTexts.Older> goodEnough = CockroachTexts.older(
                        read.sql().text(), level, clock.instant())
                .filter(older -> !level.equals(read.level()) || read.isYoungEnough(older.staleness()));
        return goodEnough.map(older -> {
            Optional<Position> sees = older.timestamp().map(timestamp -> new ClockPosition(read.ring(), timestamp));
            return new ReadSource(
                    ring.primaryReads(),
                    older.sql(),
                    Optional.empty(),
                    Optional.empty(),
                    (probe, elapsed, position) ->
                            new ReadSource.Verdict.Good(new Served(level, own, older.staleness(), sees)));
        });
    }
}
