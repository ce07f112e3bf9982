package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLease;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * For which replicas must a write of the global ring wait, and which of them may answer for it? A replica that was silent for
 * long is not named by the next heartbeats, so that its lease runs out; only then are writes acknowledged without it. One that
 * has caught up is waited for again first, and named a while later. Pure: time and what was seen are given; one thread.
 */
final class ReadLeases {
    /** A replica whose confirmations are older is silent: several slowest round trips of the WAN, or a stall of a collector. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(1);

    /**
     * From the change of the list to the first heartbeat that names a replica again: each process of the primary reads the new list
     * when it wakes up the next time, and must have done so. They wake up many times a second.
     */
    static final Duration SETTLING = Duration.ofMillis(500);

    /** Positions are remembered for as long as anybody asks for them. */
    private static final Duration MARKS_MAX = SILENCE_MAX.multipliedBy(2);

    private record Mark(long nanos, long lsn) {}

    private static final class Replica {
        private boolean listed;
        private long listedSinceNanos;
        private boolean named;
        private Optional<Long> notNamedSinceNanos = Optional.empty();
        private Optional<Long> confirmedNanos = Optional.empty();
    }

    private final Map<Region, Replica> replicas = new LinkedHashMap<>();
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    ReadLeases(Collection<Region> standbys) {
        standbys.forEach(standby -> replicas.put(standby, new Replica()));
    }

    /** Who is named by the next heartbeat. */
    Set<Region> holders() {
        return replicas.entrySet().stream()
                .filter(each -> each.getValue().named)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A heartbeat is surely there, and no earlier one can come any more.
     *
     * @param nanos after it was acknowledged
     */
    void beaten(Set<Region> named, long nanos) {
        replicas.forEach((region, replica) -> {
            if (!named.contains(region) && replica.notNamedSinceNanos.isEmpty()) {
                replica.notNamedSinceNanos = Optional.of(nanos);
            }
        });
    }

    /**
     * What the primary knows now.
     *
     * @param lsn the end of its log
     * @param replayed how far each replica that is connected says that it has replayed
     * @param listed for whom writes wait
     * @return for whom they should wait, in the order of the standbys
     */
    List<Region> look(long nanos, long lsn, Map<Region, Long> replayed, Set<Region> listed) {
        marks.addLast(new Mark(nanos, lsn));
        while (nanos - marks.getFirst().nanos > MARKS_MAX.toNanos()) {
            marks.removeFirst();
        }
        List<Region> wanted = new ArrayList<>();
        replicas.forEach((region, replica) -> {
            Optional.ofNullable(replayed.get(region)).ifPresent(to -> confirm(replica, to));
            listed(replica, listed.contains(region), nanos);
            boolean healthy = replica.confirmedNanos
                    .filter(at -> nanos - at <= SILENCE_MAX.toNanos())
                    .isPresent();
            replica.named = healthy
                    && replica.listed
                    && (replica.named || nanos - replica.listedSinceNanos >= SETTLING.toNanos());
            if (replica.named) {
                // From now on: of the next heartbeat nobody may ever hear whether it was written.
                replica.notNamedSinceNanos = Optional.empty();
            }
            if (healthy || (replica.listed && !mayBeDropped(replica, nanos))) {
                wanted.add(region);
            }
        });
        return wanted;
    }

    private static boolean mayBeDropped(Replica replica, long nanos) {
        return !replica.named
                && replica.notNamedSinceNanos
                        .filter(since -> ReadLease.hasSurelyRunOut(Duration.ofNanos(nanos - since)))
                        .isPresent();
    }

    private static void listed(Replica replica, boolean now, long nanos) {
        if (now && !replica.listed) {
            replica.listedSinceNanos = nanos;
        }
        replica.listed = now;
    }

    private void confirm(Replica replica, long to) {
        marks.stream()
                .filter(mark -> Long.compareUnsigned(mark.lsn, to) <= 0)
                .reduce((earlier, later) -> later)
                .ifPresent(mark -> replica.confirmedNanos = Optional.of(mark.nanos));
    }
}
