package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which text does CockroachDB get for a statement and a level? An older, nearer version of the rows is asked by AS OF SYSTEM
 * TIME, which takes no parameters, so the time is part of the text. A statement marks the place, behind its FROM list, once:
 * with {@link #ONE_ROW} when it gives the whole primary key of one table, and with {@link #ANY_ROWS} otherwise, because the
 * database chooses the time itself for nothing that may touch more than one range. Pure.
 */
public final class CockroachTexts {
    /** The database may choose how far back it reads; it does so for one row only. */
    public static final String ONE_ROW = "/*as-of*/";

    /** Lists and joins: read at a time that is known before. */
    public static final String ANY_ROWS = "/*as-of-exact*/";

    /** Tells of the transaction before it on the same connection. Can only be sent with the simple protocol. */
    public static final String COMMIT_TIMESTAMP = "SHOW COMMIT TIMESTAMP";

    /**
     * How far back every replica can surely read: timestamps are closed 3 s behind, and told every 0.2 s. It is what the
     * database's own {@code follower_read_timestamp()} has been at most; a replica that is further behind passes the read on
     * to one that is not, which is slower and as right.
     */
    public static final Duration EXACT_STALENESS = Duration.ofMillis(4_800);

    private static final String CLAUSE = "AS OF SYSTEM TIME ";
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANO_DIGITS = 9;

    private CockroachTexts() {}

    /**
     * A read of older rows.
     *
     * @param staleness the most it can be; empty when only the database knows
     * @param timestamp of what it sees, in nanoseconds; empty when only the database knows
     */
    public record Older(String sql, Optional<Duration> staleness, Optional<BigDecimal> timestamp) {}

    /**
     * The text by which an older row may answer at this level; empty when only the text as it is will do.
     *
     * @param now of the node; a clock that is wrong costs round trips, never the level
     */
    public static Optional<Older> older(String sql, ReadLevel level, Instant now) {
        boolean oneRow = sql.contains(ONE_ROW);
        if (!oneRow && !sql.contains(ANY_ROWS)) {
            return Optional.empty();
        }
        return switch (level) {
            // A plain read of a GLOBAL table is local, fresh and does not block.
            case ReadLevel.Strong strong -> Optional.empty();
            case ReadLevel.Global global -> Optional.empty();
            case ReadLevel.Eventual eventual ->
                Optional.of(new Older(asOf(sql, "follower_read_timestamp()"), Optional.empty(), Optional.empty()));
            case ReadLevel.Bounded bounded -> oneRow ? Optional.of(bounded(sql, bounded)) : exact(sql, bounded);
            case ReadLevel.Session session ->
                session.seen() instanceof ClockPosition seen
                        ? oneRow ? Optional.of(session(sql, seen)) : exact(sql, Optional.of(seen), now)
                        : Optional.empty();
            // Its answer has to tell of when it is, and that is only known of a time that is chosen here.
            case ReadLevel.Causal causal -> exact(sql, causal.seen(), now);
        };
    }

    /** Does the text stay the same from call to call? What holds a time does not, and would fill the statement cache. */
    static boolean isStable(String sql) {
        return !sql.contains(CLAUSE);
    }

    /** From the nearest replica, if it is no further behind than the bound; refused otherwise. */
    private static Older bounded(String sql, ReadLevel.Bounded level) {
        String timestamp = "with_max_staleness('" + level.staleness().toMillis() + "ms', true)";
        return new Older(asOf(sql, timestamp), Optional.of(level.staleness()), Optional.empty());
    }

    private static Optional<Older> exact(String sql, ReadLevel.Bounded level) {
        return level.staleness().compareTo(EXACT_STALENESS) < 0
                ? Optional.empty()
                : Optional.of(new Older(
                        asOf(sql, "'-" + EXACT_STALENESS.toMillis() + "ms'"),
                        Optional.of(EXACT_STALENESS),
                        Optional.empty()));
    }

    /** From the nearest replica, if it has come as far as the position; refused otherwise. */
    private static Older session(String sql, ClockPosition seen) {
        String timestamp = "with_min_timestamp('" + ceilingToMicros(seen.timestamp()) + "'::TIMESTAMPTZ, true)";
        return new Older(asOf(sql, timestamp), Optional.empty(), Optional.empty());
    }

    /** At a time that covers what was seen, or not at all. */
    private static Optional<Older> exact(String sql, Optional<Position> seen, Instant now) {
        BigDecimal timestamp = nanos(now.minus(EXACT_STALENESS));
        boolean covers = seen.isEmpty()
                || (seen.get() instanceof ClockPosition clock
                        && clock.timestamp().compareTo(timestamp) <= 0);
        return covers
                ? Optional.of(new Older(
                        asOf(sql, "'" + timestamp.toPlainString() + "'"),
                        Optional.of(EXACT_STALENESS),
                        Optional.of(timestamp)))
                : Optional.empty();
    }

    private static String asOf(String sql, String timestamp) {
        return sql.replace(ONE_ROW, CLAUSE + timestamp).replace(ANY_ROWS, CLAUSE + timestamp);
    }

    private static BigDecimal nanos(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond())
                .movePointRight(NANO_DIGITS)
                .add(BigDecimal.valueOf(instant.getNano()));
    }

    /** The clock counts nanoseconds, the type microseconds: rounded up, so that the read covers the position. */
    static Instant ceilingToMicros(BigDecimal nanoseconds) {
        long micros = nanoseconds
                .divide(BigDecimal.valueOf(NANOS_PER_MICRO), 0, RoundingMode.CEILING)
                .longValueExact();
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }
}
