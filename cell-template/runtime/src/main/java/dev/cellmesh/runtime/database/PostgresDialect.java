package dev.cellmesh.runtime.database;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.Snapshot;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLease;
import dev.cellmesh.model.consistency.RingId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** How is PostgreSQL asked for positions in its write-ahead log? */
record PostgresDialect() implements Dialect {
    private static final int HEX = 16;
    private static final int TIMELINE_DIGITS = 8;
    /** So many transactions behind the oldest running one are looked at; a later one that runs counts as ended, which asks more. */
    private static final int SPAN_MAX = 4_096;

    /**
     * The position after the commit, since it runs in a transaction behind it. A standby refuses it (55000), which also
     * unmasks one that is taken for a primary. A file name of the log begins with the timeline.
     */
    static final String PRIMARY_POSITION = "SELECT pg_current_wal_insert_lsn()::TEXT AS lsn,"
            + " pg_walfile_name(pg_current_wal_insert_lsn()) AS walfile";

    /**
     * A read with that position beside each of its rows. The statement's snapshot is taken before any of it is computed, and what a
     * snapshot shows is in the log: so the position of any row covers all of them. A standby refuses it as above, but only where
     * there is a row to compute it for.
     */
    private static final String TOLD_LSN = "told_lsn";

    private static final String TOLD_WALFILE = "told_walfile";
    private static final String WHOLE_BEFORE = "SELECT shown.*, pg_current_wal_insert_lsn()::TEXT AS " + TOLD_LSN
            + ", pg_walfile_name(pg_current_wal_insert_lsn()) AS " + TOLD_WALFILE + " FROM (\n";
    private static final String WHOLE_BEHIND = "\n) AS shown";
    /** A select of a select promises no order. */
    private static final Pattern ORDERED = Pattern.compile("\\bORDER\\s+BY\\b", Pattern.CASE_INSENSITIVE);

    /** The same, and which transactions the primary shows: a commit that waits for its quorum is in the log, and not shown. */
    private static final String PRIMARY_STATE = PRIMARY_POSITION + ", pg_current_snapshot()::TEXT AS snapshot";

    /**
     * How far this replica has replayed, and on which timeline it receives. No receiver, or no right to see it: no timeline. Asked
     * before the read, in a statement of its own: inside the read, the answer is newer than what the read sees.
     */
    private static final String REPLICA_POSITION =
            "pg_last_wal_replay_lsn()::TEXT AS lsn," + " (SELECT received_tli FROM pg_stat_wal_receiver) AS timeline";

    /** How old the newest heartbeat is. Leans on the clocks of primary and replica being close to each other. */
    private static final String SELECT_BEAT_AGE =
            "SELECT (EXTRACT(EPOCH FROM clock_timestamp() - beat_at) * 1000)::BIGINT"
                    + " FROM heartbeat WHERE home_region = $1::TEXT";

    private static final String BEAT_AGE = "(" + SELECT_BEAT_AGE + ") AS age_millis";

    private static final String LEASE_STATE =
            "SELECT (" + SELECT_BEAT_AGE + " AND $2::TEXT = ANY (holders)) AS age_millis";

    /**
     * Which transactions this replica shows. Its snapshot leaves the running ones out of its list (they are kept elsewhere during
     * recovery), so each one that may run is looked up.
     */
    private static final String REPLICA_SNAPSHOT = "pg_snapshot_xmax(shown)::TEXT::BIGINT AS next,"
            + " ARRAY(SELECT n FROM generate_series(pg_snapshot_xmin(shown)::TEXT::BIGINT,"
            + " LEAST(pg_snapshot_xmax(shown)::TEXT::BIGINT, pg_snapshot_xmin(shown)::TEXT::BIGINT + " + SPAN_MAX
            + ") - 1) AS n WHERE pg_xact_status(n::TEXT::XID8) = 'in progress') AS running"
            + " FROM (SELECT pg_current_snapshot() AS shown OFFSET 0) AS snapshot";

    private static final String REPLICA_STATE = "SELECT " + REPLICA_POSITION + ", " + BEAT_AGE;
    private static final String REPLICA_STATE_AND_SNAPSHOT =
            "SELECT " + REPLICA_POSITION + ", " + BEAT_AGE + ", " + REPLICA_SNAPSHOT;
    private static final String REPLICA_POSITION_AND_SNAPSHOT = "SELECT " + REPLICA_POSITION + ", " + REPLICA_SNAPSHOT;

    /** Behind a read of a replica: all that it saw had been replayed by then, and had ended. */
    static final ReadSource.PositionQuestion REPLICA_POSITION_QUESTION = new ReadSource.PositionQuestion(
            wire -> wire.prepared(REPLICA_POSITION_AND_SNAPSHOT, Tuple.tuple()), PostgresDialect::replicaPosition);

    static ReadSource.Probe replicaState(RingId ring) {
        return new ReadSource.Probe(REPLICA_STATE, Tuple.of(ring.name()));
    }

    /** For {@link #replicaCovers}: no more is asked than the position needs. */
    static ReadSource.Probe replicaState(WalPosition seen) {
        return new ReadSource.Probe(
                seen.snapshot().isPresent() ? REPLICA_STATE_AND_SNAPSHOT : REPLICA_STATE,
                Tuple.of(seen.ring().name()));
    }

    /** For {@link #leaseHolds}: how old is the newest heartbeat, if it names the replica of that region? */
    static ReadSource.Probe leaseState(Region replica) {
        return new ReadSource.Probe(LEASE_STATE, Tuple.of(RingId.GLOBAL.name(), replica.name()));
    }

    static boolean leaseHolds(Row replica, Duration elapsed) {
        return staleness(replica, elapsed).filter(ReadLease::holds).isPresent();
    }

    static ReadSource.Probe primaryState() {
        return new ReadSource.Probe(PRIMARY_STATE, Tuple.tuple());
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
        return position(ring, row.getString("lsn"), row.getString("walfile"));
    }

    @Override
    public Optional<ReadSource.Whole> withPosition(SqlStatement read) {
        if (ORDERED.matcher(read.text()).find()) {
            return Optional.empty();
        }
        return Optional.of(new ReadSource.Whole(
                WHOLE_BEFORE + read.text() + WHOLE_BEHIND,
                (ring, row) -> position(ring, row.getString(TOLD_LSN), row.getString(TOLD_WALFILE))));
    }

    private static Position position(RingId ring, String lsn, String walfile) {
        return new WalPosition(ring, timeline(walfile), lsn(lsn));
    }

    /** Does a replica that answered its state surely show all that the position covers? */
    static boolean replicaCovers(Row replica, WalPosition seen) {
        Integer timeline = replica.getInteger("timeline");
        String lsn = replica.getString("lsn");
        return timeline != null
                && lsn != null
                && timeline == seen.timeline()
                && Long.compareUnsigned(lsn(lsn), seen.lsn()) >= 0
                && seen.snapshot()
                        .map(shown -> shown.isCoveredBy(replicaSnapshot(replica)))
                        .orElse(true);
    }

    /** How does a primary that answered its state stand to a position? */
    static PrimaryStanding standing(Row primary, WalPosition seen) {
        int timeline = timelineOfPrimary(primary);
        if (timeline != seen.timeline()) {
            // What was beyond the fork never happened here, and all before it is shown since the promotion.
            return timeline > seen.timeline() ? PrimaryStanding.COVERS : PrimaryStanding.DEPOSED;
        }
        boolean covers = Long.compareUnsigned(lsn(primary.getString("lsn")), seen.lsn()) >= 0
                && seen.snapshot()
                        .map(shown -> shown.isCoveredBy(snapshot(primary.getString("snapshot"))))
                        .orElse(true);
        return covers ? PrimaryStanding.COVERS : PrimaryStanding.NOT_YET;
    }

    enum PrimaryStanding {
        COVERS,
        /** Something that a replica showed waits for its quorum, or the position is ahead of this log. */
        NOT_YET,
        /** Another one was promoted, and this one does not know. */
        DEPOSED
    }

    private static Optional<Position> replicaPosition(RingId ring, Row replica) {
        Integer timeline = replica.getInteger("timeline");
        String lsn = replica.getString("lsn");
        if (timeline == null || lsn == null) {
            return Optional.empty();
        }
        Snapshot all = replicaSnapshot(replica);
        Snapshot shown = Snapshot.bounded(all.next(), all.running().stream().mapToLong(Long::longValue));
        return Optional.of(new WalPosition(ring, timeline, lsn(lsn), Optional.of(shown)));
    }

    private static Snapshot replicaSnapshot(Row replica) {
        return new Snapshot(replica.getLong("next"), List.of(replica.getArrayOfLongs("running")));
    }

    /** The form {@code 10:20:10,14,15}: the oldest running, the next one, and the running ones below it. */
    static Snapshot snapshot(String text) {
        String[] parts = text.split(":", -1);
        LongStream running = parts[2].isEmpty()
                ? LongStream.empty()
                : Arrays.stream(parts[2].split(",", -1)).mapToLong(Long::parseLong);
        return new Snapshot(Long.parseLong(parts[1]), running.sorted().boxed().toList());
    }

    private static int timelineOfPrimary(Row primary) {
        return timeline(primary.getString("walfile"));
    }

    private static int timeline(String walfile) {
        return Integer.parseUnsignedInt(walfile, 0, TIMELINE_DIGITS, HEX);
    }

    /** The form {@code 16/B374D848}: two halves of 32 bits, in hexadecimal. */
    static long lsn(String text) {
        int slash = text.indexOf('/');
        long high = Long.parseLong(text, 0, slash, HEX);
        long low = Long.parseLong(text, slash + 1, text.length(), HEX);
        return high << Integer.SIZE | low;
    }
}
