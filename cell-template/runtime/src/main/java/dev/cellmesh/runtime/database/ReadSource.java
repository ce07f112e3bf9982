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

/**
 * Where may a read be answered, and what does the answer amount to? A read has a short list of these, the wished one first;
 * each is asked only when the one before could not answer at the asked level.
 *
 * @param sql the text for this source
 * @param before asked before the read, in the same flight; empty for none
 * @param behind asked right behind the read, in the same flight; empty for none
 * @param whole the read itself tells its position; empty when it does not
 * @param withoutRows asked instead when the answer has no rows, which then say nothing; empty when no rows are an answer
 */
record ReadSource(
        ConnectionPool pool,
        String sql,
        Optional<Probe> before,
        Optional<PositionQuestion> behind,
        Optional<Whole> whole,
        Optional<ReadSource> withoutRows,
        Judge judge) {
    ReadSource(
            ConnectionPool pool, String sql, Optional<Probe> before, Optional<PositionQuestion> behind, Judge judge) {
        this(pool, sql, before, behind, Optional.empty(), Optional.empty(), judge);
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

    /** A strong read that says whether the primary answers, whatever else the node asks of it. */
    static ReadSource ready(Read read, RingPools ring, Dialect dialect) {
        return new ReadSource(
                ring.readiness(),
                read.sql().text(),
                Optional.empty(),
                Optional.of(PositionQuestion.of(dialect)),
                (probe, elapsed, position) -> strong(ring, position));
    }

    /** A strong read in one statement, see {@link Whole}. */
    static ReadSource strong(Whole whole, Read read, RingPools ring, Dialect dialect) {
        return new ReadSource(
                ring.primaryReads(),
                whole.sql(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(whole),
                Optional.of(strong(read, ring, dialect)),
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
     * A read and its position in one statement, which saves the server half of its work. Without rows it has no position, and does
     * not even tell that its server is no primary any more; so then it is asked again, apart from its position.
     *
     * @param position that any of the rows tells
     */
    record Whole(String sql, BiFunction<RingId, Row, Position> position) {}

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
