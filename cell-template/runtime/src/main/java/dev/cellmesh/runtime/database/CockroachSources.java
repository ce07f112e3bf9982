package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Served;
import java.time.InstantSource;
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
    private final InstantSource clock;

    CockroachSources(Region own) {
        this(own, InstantSource.system());
    }

    CockroachSources(Region own, InstantSource clock) {
        this.own = own;
        this.clock = clock;
    }

    @Override
    public List<ReadSource> of(Read read, RingPools ring) {
        ReadSource strong = ReadSource.primary(read, ring);
        return CockroachTexts.older(read.sql().text(), read.level(), clock.instant())
                .map(older -> List.of(nearest(read, ring, older), strong))
                .orElseGet(() -> List.of(strong));
    }

    /** The database answers from its nearest replica, or refuses (XCUBS), and then the strong read is next. */
    private ReadSource nearest(Read read, RingPools ring, CockroachTexts.Older older) {
        Optional<Position> sees = older.timestamp().map(timestamp -> new ClockPosition(read.ring(), timestamp));
        return new ReadSource(
                ring.primaryReads(),
                older.sql(),
                Optional.empty(),
                false,
                (probe, elapsed, position) -> Optional.of(new Served(read.level(), own, older.staleness(), sees)));
    }
}
