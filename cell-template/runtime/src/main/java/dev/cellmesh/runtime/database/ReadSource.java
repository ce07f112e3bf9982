package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.Served;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/**
 * Where may a read be answered, and what does the answer amount to? A read has a short list of these, the wished one first;
 * each is asked only when the one before could not answer at the asked level.
 *
 * @param sql the text for this source
 * @param probe asked before the read, in the same flight; empty for none
 * @param asksPosition right behind the read
 */
record ReadSource(ConnectionPool pool, String sql, Optional<Probe> probe, boolean asksPosition, Judge judge) {
    /** A strong read, which every database has. */
    static ReadSource primary(Read read, RingPools ring) {
        return new ReadSource(
                ring.primaryReads(),
                read.sql().text(),
                Optional.empty(),
                true,
                (probe, elapsed, position) -> Optional.of(
                        new Served(ReadLevel.STRONG, ring.primaryRegion(), Optional.of(Duration.ZERO), position)));
    }

    /** What does a replica say of itself? */
    record Probe(String sql, Tuple parameters) {}

    /** Is the answer at the asked level, and what was served? */
    interface Judge {
        /**
         * @param probe the row of the probe; null when there is none
         * @param elapsed since the probe was sent
         * @return empty when the answer is not good enough
         */
        Optional<Served> served(Row probe, Duration elapsed, Optional<Position> position);
    }
}
