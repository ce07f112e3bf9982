package dev.cellmesh.model.consistency;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * How far had a database got when it acknowledged a write, or answered a read? What a token carries. Positions of different
 * rings do not compare.
 */
public sealed interface Position {
    /** The name of the ring the position belongs to. */
    RingId ring();

    /**
     * The least position that covers both: whoever has come as far has come as far as each of them. Commutative, associative and
     * idempotent.
     *
     * <p>Of two kinds of database, the clock's position is taken, because both cannot be asked of the same server: a ring that
     * changes its kind begins anew, and old tokens lose what they knew of it.
     *
     * @throws IllegalArgumentException when they belong to different rings
     */
    static Position merge(Position one, Position other) {
        if (!one.ring().equals(other.ring())) {
            throw new IllegalArgumentException("positions of " + one.ring() + " and " + other.ring());
        }
        return switch (one) {
            case WalPosition wal -> other instanceof WalPosition otherWal ? wal.merge(otherWal) : other;
            case ClockPosition clock -> other instanceof ClockPosition otherClock ? clock.merge(otherClock) : one;
        };
    }

    /**
     * A position in PostgreSQL's write-ahead log.
     *
     * @param timeline grows by one with each promotion; a position beyond a fork may never have happened on the next
     * @param lsn bytes from the start of the log, unsigned, taken after the commit or behind the read
     * @param snapshot which transactions were complete, when it was taken on a replica: a replica shows a commit before its own
     *     primary does, so that the primary's position alone does not tell whether the primary shows it. Empty when it was taken
     *     on the primary, whose later reads show all of it
     */
    record WalPosition(RingId ring, int timeline, long lsn, Optional<Snapshot> snapshot) implements Position {
        public WalPosition {
            if (timeline < 1) {
                throw new IllegalArgumentException("timelines begin with 1, not " + timeline);
            }
        }

        /** Taken on the primary. */
        public WalPosition(RingId ring, int timeline, long lsn) {
            this(ring, timeline, lsn, Optional.empty());
        }

        private WalPosition merge(WalPosition other) {
            if (timeline != other.timeline) {
                return timeline > other.timeline ? this : other;
            }
            long furthest = Long.compareUnsigned(lsn, other.lsn) >= 0 ? lsn : other.lsn;
            return new WalPosition(
                    ring,
                    timeline,
                    furthest,
                    snapshot.map(own -> own.merge(other.snapshot)).or(other::snapshot));
        }
    }

    /**
     * Which transactions had ended? Those below {@code next}, other than {@code running}.
     *
     * @param next 64 bits wide, so that it never starts over
     * @param running ascending, all below {@code next}
     */
    record Snapshot(long next, List<Long> running) {
        /**
         * Of a token: more would make it long, and no server of the local mesh has more connections to run them. Without the list,
         * more is demanded than was seen, and never less.
         */
        public static final int RUNNING_MAX = 160;

        public Snapshot {
            running = List.copyOf(running);
            long below = -1;
            for (long each : running) {
                if (each <= below || each >= next) {
                    throw new IllegalArgumentException("not ascending below " + next + ": " + running);
                }
                below = each;
            }
            if (next < 0) {
                throw new IllegalArgumentException("transactions are counted from 0, not " + next);
            }
        }

        /** For a token: what demands at least this, and just this when at most {@link #RUNNING_MAX} run. */
        public static Snapshot bounded(long next, LongStream running) {
            List<Long> all = running.filter(each -> each < next)
                    .distinct()
                    .sorted()
                    .limit(RUNNING_MAX + 1L)
                    .boxed()
                    .toList();
            return new Snapshot(next, all.size() > RUNNING_MAX ? List.of() : all);
        }

        /** The same without the list: demands that all below {@code next} have ended. */
        public Snapshot stricter() {
            return new Snapshot(next, List.of());
        }

        public boolean ended(long transaction) {
            return transaction < next && !running.contains(transaction);
        }

        /** Had all that ended here ended there, too? */
        public boolean isCoveredBy(Snapshot later) {
            long unknownThere = Math.max(0, next - later.next);
            return later.running.stream().noneMatch(this::ended)
                    && unknownThere
                            == running.stream()
                                    .filter(each -> each >= later.next)
                                    .count();
        }

        private Snapshot merge(Optional<Snapshot> other) {
            return other.map(this::merge).orElse(this);
        }

        private Snapshot merge(Snapshot other) {
            Snapshot low = next <= other.next ? this : other;
            Snapshot high = next <= other.next ? other : this;
            return new Snapshot(
                    high.next,
                    high.running.stream().filter(each -> !low.ended(each)).toList());
        }
    }

    /**
     * A commit timestamp of CockroachDB's hybrid logical clock.
     *
     * @param timestamp nanoseconds since 1970, with ten logical digits behind the point; exact, so never a double
     */
    record ClockPosition(RingId ring, BigDecimal timestamp) implements Position {
        public static final int LOGICAL_DIGITS = 10;

        public ClockPosition {
            timestamp = timestamp.setScale(LOGICAL_DIGITS, RoundingMode.UNNECESSARY);
        }

        private ClockPosition merge(ClockPosition other) {
            return timestamp.compareTo(other.timestamp) >= 0 ? this : other;
        }
    }
}
