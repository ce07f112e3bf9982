package dev.cellmesh.model.consistency;

import java.math.BigDecimal;

/**
 * How far had a database got when it acknowledged a write? What a token carries. Positions of different rings, or of
 * different kinds, do not compare.
 */
public sealed interface Position {
    /** The name of the ring the position belongs to. */
    RingId ring();

    /**
     * A position in PostgreSQL's write-ahead log.
     *
     * @param timeline grows by one with each promotion; a position beyond a fork may never have happened on the next
     * @param lsn bytes from the start of the log, unsigned, taken after the commit
     */
    record WalPosition(RingId ring, int timeline, long lsn) implements Position {}

    /**
     * A commit timestamp of CockroachDB's hybrid logical clock.
     *
     * @param timestamp nanoseconds since 1970, with ten logical digits behind the point; exact, so never a double
     */
    record ClockPosition(RingId ring, BigDecimal timestamp) implements Position {}
}
