package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.ClockPosition;
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
 * How does one CockroachDB cluster give the asked level? Every ring is the same cluster, reached through the gateways of the
 * node's own region; home_region in the statement pins the rows. The survival goal of the database gives the durability, the
 * same for every write: with SURVIVE REGION FAILURE each one is acknowledged by a majority of regions, so that LOCAL gets
 * more than it asked.
 */
public final class CockroachDatabase implements RegionalDatabase {
    private final Region own;
    private final Connections connections;

    public CockroachDatabase(
            Vertx vertx,
            DatabaseConfig config,
            Region own,
            LongSupplier nanoClock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.own = own;
        this.connections = new Connections(vertx, config, own, new CockroachDialect(), nanoClock, random, meters);
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
        ReadSource strong = strong(read, ring);
        return older(read, ring).map(older -> List.of(older, strong)).orElseGet(() -> List.of(strong));
    }

    private Optional<ReadSource> older(Read read, RingPools ring) {
        String sql = read.sql().text();
        return switch (read.level()) {
            case ReadLevel.Strong strong -> Optional.empty();
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

    private static ReadSource strong(Read read, RingPools ring) {
        return new ReadSource(
                ring.primaryReads(),
                read.sql().text(),
                Optional.empty(),
                true,
                (probe, elapsed, position) -> Optional.of(
                        new Served(ReadLevel.STRONG, ring.primaryRegion(), Optional.of(Duration.ZERO), position)));
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
