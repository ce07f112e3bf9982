package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.RingId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How does a statement ask CockroachDB for an older, nearer version of its rows? By AS OF SYSTEM TIME, which takes no
 * parameters, and stands behind the FROM list: a statement marks that place with {@code /*as-of*}{@code /}, once.
 */
record CockroachDialect() implements Dialect {
    static final String MARK = "/*as-of*/";

    private static final String CLAUSE = "AS OF SYSTEM TIME ";
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Can only be sent with the simple protocol, and tells of the transaction before it on the same connection. */
    private static final String COMMIT_TIMESTAMP = "SHOW COMMIT TIMESTAMP";

    @Override
    public Future<RowSet<Row>> askPosition(Wire wire) {
        return wire.simple(COMMIT_TIMESTAMP);
    }

    @Override
    public Position position(RingId ring, Row row) {
        return new ClockPosition(ring, row.getBigDecimal(0));
    }

    /** The nearest replica, a few seconds back; empty when the statement has no mark. */
    static Optional<String> eventual(String sql) {
        return asOf(sql, "follower_read_timestamp()");
    }

    /** The nearest replica, if it has come as far as the position. */
    static Optional<String> session(String sql, ClockPosition seen) {
        return asOf(sql, "with_min_timestamp('" + ceilingToMicros(seen.timestamp()) + "'::TIMESTAMPTZ, true)");
    }

    /** The nearest replica, if it is no further behind than the bound. */
    static Optional<String> bounded(String sql, Duration staleness) {
        return asOf(sql, "with_max_staleness('" + staleness.toMillis() + "ms', true)");
    }

    /** Does the text stay the same from call to call? What holds a position does not, and would fill the statement cache. */
    static boolean isStable(String sql) {
        return !sql.contains("with_min_timestamp(") && !sql.contains("with_max_staleness(");
    }

    private static Optional<String> asOf(String sql, String timestamp) {
        return sql.contains(MARK) ? Optional.of(sql.replace(MARK, CLAUSE + timestamp)) : Optional.empty();
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
