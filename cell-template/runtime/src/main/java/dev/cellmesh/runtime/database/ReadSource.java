package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where may a read be answered, and what does the answer amount to? A read has a short list of these, the wished one first;
 * each is asked only when the one before could not answer at the asked level.
 *
 * @param sql the text for this source
 * @param before asked before the read, in the same flight; empty for none
 * @param behind asked right behind the read, in the same flight; empty for none
 * @param whole the read itself tells its position; empty when it does not
 */
record ReadSource(
        ConnectionPool pool,
        String sql,
        Optional<Probe> before,
        Optional<PositionQuestion> behind,
        Optional<Whole> whole,
        Judge judge) {
    ReadSource(
            ConnectionPool pool, String sql, Optional<Probe> before, Optional<PositionQuestion> behind, Judge judge) {
        this(pool, sql, before, behind, Optional.empty(), judge);
    }

    /** A strong read, which every database has. */
    static ReadSource strong(Read read, RingPools ring, Dialect dialect) {
        return new ReadSource(
                ring.primaryReads(),
                read.sql().text(),
                Optional.empty(),
                Optional.of(PositionQuestion.of(dialect)),
                (probe, elapsed, position) -> strong(ring, position));
    }

    static ReadSource strong(Whole whole, RingPools ring) {
        return new ReadSource(
                ring.primaryReads(),
                whole.sql(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(whole),
                (probe, elapsed, position) -> strong(ring, position));
    }

    static Verdict strong(RingPools ring, Optional<Position> position) {
        return new Verdict.Good(
                new Served(ReadLevel.STRONG, ring.primaryRegion(), Optional.of(Duration.ZERO), position));
    }

    /** What does a server say of itself? */
    record Probe(String sql, Tuple parameters) {}

    /**
     * Which position covers all that the read just before has seen?
     *
     * @param ask on the read's own wire
     * @param position of the answer; empty when it does not tell one
     */
    record PositionQuestion(
            Function<Wire, Future<RowSet<Row>>> ask, BiFunction<RingId, Row, Optional<Position>> position) {
        static PositionQuestion of(Dialect dialect) {
            return new PositionQuestion(dialect::askPosition, (ring, row) -> Optional.of(dialect.position(ring, row)));
        }
    }

    /**
     * A read and its position in one statement, which saves the server half of its work. It always has a row.
     *
     * @param position that any of the rows tells
     * @param isRow whether a row is one of the read, and not only there for the position
     */
    record Whole(String sql, BiFunction<RingId, Row, Position> position, Predicate<Row> isRow) {}

    /** Is the answer at the asked level? */
    sealed interface Verdict {
        record Good(Served served) implements Verdict {}

        /** Not from this source. */
        record Elsewhere(Refusal why) implements Verdict {}

        /** This source will surely be good enough, a moment later. */
        record Later() implements Verdict {}
    }

    /** What does an answer amount to? */
    interface Judge {
        /**
         * @param probe the row of the probe; null when there is none
         * @param elapsed since the probe was sent
         */
        Verdict judge(Row probe, Duration elapsed, Optional<Position> position);
    }
}
