package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Is the primary of a ring alive, and from when are the rows that a replica shows? A row that is written all the time tells
 * both. Its commits wait for no standby. That of the global ring also renews the replicas' read leases, and so decides for whom
 * writes wait. Begins as soon as the migrations have made its table.
 *
 * <p>One thread, which blocks.
 */
final class Heartbeat implements Runnable {
    /** Staleness is told within this. A beat costs the members of a ring together about 1 ms of processor time. */
    static final long BEAT_MILLIS = 25;
    /** The global ring's beats are for its leases, which are counted in seconds. */
    static final long BEAT_OF_LEASES_MILLIS = 100;
    /** After a failure, and before the tables are there. */
    private static final long RETRY_MILLIS = 100;

    private static final String FIRST =
            "INSERT INTO heartbeat (home_region, beat, beat_at) VALUES (?, 1, clock_timestamp()) ON CONFLICT DO NOTHING";
    private static final String LAST = "SELECT beat FROM heartbeat WHERE home_region = ?";
    /**
     * Only upon the beat that is known: one that got lost on its way, and arrives late, would name replicas that no write waits for
     * any more.
     */
    private static final String BEAT =
            "UPDATE heartbeat SET beat = beat + 1, beat_at = clock_timestamp() WHERE home_region = ? AND beat = ?";

    private static final String BEAT_OF_LEASES = "UPDATE heartbeat SET beat = beat + 1, beat_at = clock_timestamp(),"
            + " holders = string_to_array(?, ',') WHERE home_region = ? AND beat = ?";
    private static final String IS_THERE =
            "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('heartbeat') AND attname = ?)";
    private static final String REPLICAS = """
            SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::BIGINT,
                   current_setting('synchronous_standby_names'),
                   application_name,
                   (replay_lsn - '0/0'::pg_lsn)::BIGINT
            FROM (SELECT) AS once LEFT JOIN pg_stat_replication ON state = 'streaming' AND replay_lsn IS NOT NULL
            """;
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");

    private final RingId ring;
    private final MemberProbe.Sessions sessions;
    private final Collection<Region> standbys;
    private final Optional<ReadLeases> leases;
    private volatile boolean closed;

    /** @param sessions of the superuser at the primary, whose commits wait for no standby; asked anew after each failure */
    Heartbeat(RingId ring, Collection<Region> standbys, MemberProbe.Sessions sessions) {
        this.ring = ring;
        this.standbys = List.copyOf(standbys);
        this.sessions = sessions;
        this.leases = ring.equals(RingId.GLOBAL) ? Optional.of(new ReadLeases(standbys)) : Optional.empty();
    }

    /** Returns after {@link #close()}, or when its thread is interrupted. */
    @Override
    public void run() {
        while (goesOn()) {
            try (Connection session = sessions.open()) {
                beatOn(session);
            } catch (SQLException notReachable) {
                pause(RETRY_MILLIS);
            }
        }
    }

    void close() {
        closed = true;
    }

    private boolean goesOn() {
        return !closed && !Thread.currentThread().isInterrupted();
    }

    private void beatOn(Connection session) throws SQLException {
        while (goesOn() && !isThere(session)) {
            pause(RETRY_MILLIS);
        }
        try (PreparedStatement first = session.prepareStatement(FIRST)) {
            first.setString(1, ring.name());
            first.executeUpdate();
        }
        try (PreparedStatement beat = session.prepareStatement(leases.isPresent() ? BEAT_OF_LEASES : BEAT);
                PreparedStatement look = session.prepareStatement(REPLICAS)) {
            long last = last(session);
            long everyNanos = TimeUnit.MILLISECONDS.toNanos(leases.isPresent() ? BEAT_OF_LEASES_MILLIS : BEAT_MILLIS);
            long next = System.nanoTime();
            while (goesOn()) {
                last = beat(beat, last) ? last + 1 : last(session);
                if (leases.isPresent()) {
                    look(session, look, leases.get());
                }
                // Missed beats are not made up for.
                next = Math.max(next + everyNanos, System.nanoTime());
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private boolean beat(PreparedStatement beat, long last) throws SQLException {
        Set<Region> named = leases.map(ReadLeases::holders).orElse(Set.of());
        int index = 1;
        if (leases.isPresent()) {
            beat.setString(index++, named.stream().map(Region::name).collect(Collectors.joining(",")));
        }
        beat.setString(index++, ring.name());
        beat.setLong(index, last);
        if (beat.executeUpdate() != 1) {
            return false;
        }
        leases.ifPresent(each -> each.beaten(named, System.nanoTime()));
        return true;
    }

    private long last(Connection session) throws SQLException {
        try (PreparedStatement last = session.prepareStatement(LAST)) {
            last.setString(1, ring.name());
            try (ResultSet row = last.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("no heartbeat of " + ring);
                }
                return row.getLong(1);
            }
        }
    }

    private void look(Connection session, PreparedStatement look, ReadLeases leases) throws SQLException {
        Map<Region, Long> replayed = new HashMap<>();
        Set<Region> listed = new HashSet<>();
        long lsn = 0;
        long nanos = System.nanoTime();
        try (ResultSet rows = look.executeQuery()) {
            while (rows.next()) {
                lsn = rows.getLong(1);
                Matcher names = NAME.matcher(rows.getString(2));
                while (names.find()) {
                    listed.add(new Region(names.group(1)));
                }
                String standby = rows.getString(3);
                long to = rows.getLong(4);
                standbys.stream().filter(each -> each.name().equals(standby)).forEach(each -> replayed.put(each, to));
            }
        }
        List<Region> wanted = leases.look(nanos, lsn, replayed, listed);
        if (!listed.equals(Set.copyOf(wanted))) {
            RingAdmin.waitFor(session, ServerSettings.synchronousStandbys(ring, wanted));
        }
    }

    private boolean isThere(Connection session) throws SQLException {
        try (PreparedStatement ask = session.prepareStatement(IS_THERE)) {
            ask.setString(1, leases.isPresent() ? "holders" : "beat_at");
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
