package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.RingId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/** How is PostgreSQL asked for positions in its write-ahead log? */
record PostgresDialect() implements Dialect {
    private static final int HEX = 16;
    private static final int TIMELINE_DIGITS = 8;

    /**
     * The position after the commit, since it runs in a transaction behind it. A standby refuses it (55000), which also
     * unmasks one that is taken for a primary. A file name of the log begins with the timeline.
     */
    static final String PRIMARY_POSITION = "SELECT pg_current_wal_insert_lsn()::TEXT AS lsn,"
            + " pg_walfile_name(pg_current_wal_insert_lsn()) AS walfile";

    /**
     * How far this replica has replayed, on which timeline it receives, and how old its newest heartbeat is. Asked before the
     * read, in a statement of its own: inside the read, its answer is newer than what the read sees. No receiver, or no right to
     * see it: no timeline. The age leans on the clocks of primary and replica being close to each other.
     */
    private static final String REPLICA_STATE = "SELECT pg_last_wal_replay_lsn()::TEXT AS lsn,"
            + " (SELECT received_tli FROM pg_stat_wal_receiver) AS timeline,"
            + " (SELECT (EXTRACT(EPOCH FROM clock_timestamp() - beat_at) * 1000)::BIGINT"
            + " FROM heartbeat WHERE home_region = $1::TEXT) AS age_millis";

    static ReadSource.Probe replicaState(RingId ring) {
        return new ReadSource.Probe(REPLICA_STATE, Tuple.of(ring.name()));
    }

    /** How old can rows be at most that are read right after the state was asked? Empty when there is no heartbeat. */
    static Optional<Duration> staleness(Row replica, Duration elapsed) {
        return Optional.ofNullable(replica.getLong("age_millis"))
                .map(age -> Duration.ofMillis(Math.max(0, age)).plus(elapsed));
    }

    @Override
    public Future<RowSet<Row>> askPosition(Wire wire) {
        return wire.prepared(PRIMARY_POSITION, Tuple.tuple());
    }

    @Override
    public Position position(RingId ring, Row row) {
        int timeline = Integer.parseUnsignedInt(row.getString("walfile").substring(0, TIMELINE_DIGITS), HEX);
        return new WalPosition(ring, timeline, lsn(row.getString("lsn")));
    }

    /** Has a replica that answered its state surely seen all that the position covers? */
    static boolean covers(Row replica, WalPosition seen) {
        Integer timeline = replica.getInteger("timeline");
        String lsn = replica.getString("lsn");
        return timeline != null
                && lsn != null
                && timeline == seen.timeline()
                && Long.compareUnsigned(lsn(lsn), seen.lsn()) >= 0;
    }

    /** The form {@code 16/B374D848}: two halves of 32 bits, in hexadecimal. */
    static long lsn(String text) {
        int slash = text.indexOf('/');
        long high = Long.parseLong(text, 0, slash, HEX);
        long low = Long.parseLong(text, slash + 1, text.length(), HEX);
        return high << Integer.SIZE | low;
    }
}
